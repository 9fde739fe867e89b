/** The browser's IndexedDB, opened when something is first kept or read. */
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import type { InteractionTable } from '@/data/types';
import { StorageError, toStorageError } from './StorageError';
import type { SavedDataset, SavedParameters, SavedRun, SaveProblem } from './types';

export const DATABASE_NAME = 'recommender-playground';
/** Grows with the stores, and when equal tables and settings no longer give equal splits: what is kept is then worthless. */
export const DATABASE_VERSION = 1;

export interface Schema extends DBSchema {
  datasets: { key: string; value: SavedDataset };
  /** by data set; apart, so that listing reads no rows */
  tables: { key: string; value: InteractionTable };
  runs: { key: string; value: SavedRun; indexes: { datasetId: string } };
  /** by run */
  parameters: { key: string; value: SavedParameters };
}

export type Connection = IDBPDatabase<Schema>;

/** How `Database` reaches the browser; tests give another. */
export interface DatabaseOptions {
  name?: string;
  version?: number;
}

/**
 * One connection, shared by all who ask. It makes room when another tab wants to upgrade or delete; what is asked after
 * that is refused, since this tab must neither bring back what was deleted nor write what a newer version cannot read.
 */
export class Database {
  private connection: Promise<Connection> | null = null;
  private givenUp: SaveProblem | null = null;
  private readonly name: string;
  private readonly version: number;

  constructor({ name = DATABASE_NAME, version = DATABASE_VERSION }: DatabaseOptions = {}) {
    this.name = name;
    this.version = version;
  }

  /**
   * Works on the open database.
   * @throws StorageError
   */
  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    try {
      return await work(await this.open());
    } catch (thrown) {
      throw toStorageError(thrown);
    }
  }

  /**
   * Deletes the database itself, as if the page had never been here. Other tabs let go of it.
   * @throws StorageError 'blocked' if one of them does not
   */
  async deleteAll(): Promise<void> {
    try {
      await this.close();
      // Whoever asks after this would bring an empty one back.
      this.givenUp = 'deleted';
      await new Promise<void>((resolve, reject) => {
        deleteDB(this.name, {
          // Other tabs close when they are told to; one that hangs is all that can be left.
          blocked: () => reject(new StorageError('blocked', 'another tab holds the database')),
        }).then(resolve, reject);
      });
    } catch (thrown) {
      throw toStorageError(thrown);
    }
  }

  async close(): Promise<void> {
    const connection = this.connection;
    this.connection = null;
    (await connection?.catch(() => null))?.close();
  }

  private open(): Promise<Connection> {
    if (this.givenUp) throw new StorageError(this.givenUp, 'another tab took the database over');
    if (!this.connection) {
      const opening = this.connect();
      this.connection = opening;
      // What failed once may work later: space was made, a tab was closed.
      opening.catch(() => {
        if (this.connection === opening) this.connection = null;
      });
    }
    return this.connection;
  }

  private connect(): Promise<Connection> {
    return new Promise((resolve, reject) => {
      openDB<Schema>(this.name, this.version, {
        upgrade: createStores,
        blocked: () => reject(new StorageError('blocked', 'another tab holds an older version of the database')),
        blocking: (_current, wanted, event) => {
          this.giveUp(wanted === null ? 'deleted' : 'newer');
          (event.target as IDBDatabase).close();
        },
        terminated: () => {
          this.connection = null;
        },
      }).then(resolve, reject);
    });
  }

  private giveUp(problem: SaveProblem): void {
    this.givenUp = problem;
    this.connection = null;
  }
}

function createStores(connection: Connection, oldVersion: number): void {
  if (oldVersion < 1) {
    connection.createObjectStore('datasets', { keyPath: 'id' });
    connection.createObjectStore('tables');
    connection.createObjectStore('runs', { keyPath: 'id' }).createIndex('datasetId', 'datasetId');
    connection.createObjectStore('parameters');
  }
}
