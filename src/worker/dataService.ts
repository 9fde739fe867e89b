/** Files and data sets, as the page asks for them. Testable without a Worker. */
import { breathe, type ImportControl } from '@/data/importControl';
import { prepare } from '@/data/prepare';
import { prepareNew } from '@/data/prepareNew';
import { readZip } from '@/data/readZip';
import { refitted } from '@/data/refit';
import { keyBeforeRefit } from '@/data/refitKey';
import { searchUsers } from '@/data/searchUsers';
import { syntheticSample } from '@/data/synthetic';
import type { DatasetSummary, InteractionTable, Item, PreparedDataset, PrepareSettings } from '@/data/types';
import type { RowLists } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import { outcome } from './outcome';
import type { DataService, HistoryEntry, ImportProgress, Outcome, UserHistory, UserMatch } from './protocol';

/** Prepared data sets at hand; one of MovieLens 1M takes about 20 MB. */
const MAX_AT_HAND = 8;
const PROGRESS_EVERY_MS = 100;

/** What a data set is made of: enough to make it again. */
interface Recipe {
  table: InteractionTable;
  settings: PrepareSettings;
}

/**
 * Holds the table in use and the data sets prepared from it. Runs name their data set by key and may be looked at long
 * after the page has moved on to other data, so a key once given stays valid: the last few data sets are kept, older ones
 * are prepared again when somebody asks.
 */
export class DataServiceHost implements DataService {
  private table: InteractionTable | null = null;
  private sample: InteractionTable | null = null;
  private readonly recipes = new Map<string, Recipe>();
  /** least recently used first */
  private readonly atHand = new Map<string, PreparedDataset>();
  private importing: AbortController | null = null;

  /** A second import cancels the first. */
  async importFile(
    file: File,
    settings: PrepareSettings,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<Outcome<DatasetSummary>> {
    this.abortImport();
    const importing = new AbortController();
    this.importing = importing;
    const control: ImportControl = { signal: importing.signal, onProgress: throttled(onProgress) };
    const result = await outcome(async () => {
      const table = await readZip(file, file.name, control);
      control.onProgress?.({ stage: 'preparing', rows: table.users.length, fraction: null });
      await breathe(control);
      const dataset = prepareNew(table, settings);
      await breathe(control);
      return this.use(table, dataset);
    });
    if (this.importing === importing) this.importing = null;
    return result;
  }

  /** Cancels an import: the sample was asked for later. */
  async loadSample(settings: PrepareSettings): Promise<Outcome<DatasetSummary>> {
    this.abortImport();
    return outcome(() => {
      this.sample ??= syntheticSample().table;
      return this.use(this.sample, prepareNew(this.sample, settings));
    });
  }

  async prepare(settings: PrepareSettings): Promise<Outcome<DatasetSummary>> {
    return outcome(() => {
      if (!this.table) throw new PlaygroundError('unknown', 'no data has been loaded yet');
      return this.use(this.table, prepare(this.table, settings));
    });
  }

  /** Takes effect at the next block of rows. */
  async cancelImport(): Promise<void> {
    this.abortImport();
  }

  async items(datasetKey: string): Promise<Item[]> {
    return this.prepared(datasetKey).items;
  }

  async popularity(datasetKey: string): Promise<Int32Array> {
    return this.prepared(datasetKey).popularity;
  }

  async userHistory(datasetKey: string, userIndex: number): Promise<UserHistory> {
    const dataset = this.prepared(datasetKey);
    const userId = dataset.userIds[userIndex];
    if (userId === undefined) {
      throw new PlaygroundError('unknown', `no user ${userIndex} among ${dataset.userIds.length}`);
    }
    const { train, valid, test, ratings, times } = dataset;
    return {
      userIndex,
      userId,
      train: entries(train, userIndex, ratings.train, times?.train ?? null),
      valid: entries(valid, userIndex, ratings.valid, times?.valid ?? null),
      test: entries(test, userIndex, ratings.test, times?.test ?? null),
    };
  }

  async searchUsers(datasetKey: string, query: string, limit: number): Promise<UserMatch[]> {
    return searchUsers(this.prepared(datasetKey), query, limit);
  }

  /**
   * The data set of a key that one of the methods above gave out, or its refitted form (`<key>/refit`).
   * @throws PlaygroundError 'unknown' for any other key
   */
  prepared(datasetKey: string): PreparedDataset {
    let dataset = this.atHand.get(datasetKey);
    if (!dataset) {
      const before = keyBeforeRefit(datasetKey);
      dataset = before === null ? this.prepareAgain(datasetKey) : refitted(this.prepared(before));
    }
    this.keepAtHand(dataset);
    return dataset;
  }

  private prepareAgain(datasetKey: string): PreparedDataset {
    const recipe = this.recipes.get(datasetKey);
    if (!recipe) throw new PlaygroundError('unknown', `no data set ${datasetKey}`, { datasetKey });
    return prepare(recipe.table, recipe.settings);
  }

  private abortImport(): void {
    this.importing?.abort();
    this.importing = null;
  }

  /** The one place that changes what is in use: everything that can fail is done before. */
  private use(table: InteractionTable, dataset: PreparedDataset): DatasetSummary {
    this.table = table;
    this.recipes.set(dataset.summary.key, { table, settings: dataset.summary.settings });
    this.keepAtHand(dataset);
    return dataset.summary;
  }

  private keepAtHand(dataset: PreparedDataset): void {
    const { key } = dataset.summary;
    this.atHand.delete(key);
    this.atHand.set(key, dataset);
    for (const oldest of this.atHand.keys()) {
      if (this.atHand.size <= MAX_AT_HAND) break;
      this.atHand.delete(oldest);
    }
  }
}

function entries(lists: RowLists, user: number, ratings: Float32Array, times: Float64Array | null): HistoryEntry[] {
  const found: HistoryEntry[] = [];
  for (let k = lists.offsets[user]; k < lists.offsets[user + 1]; k++) {
    found.push({ itemIndex: lists.items[k], rating: ratings[k], time: times ? times[k] : null });
  }
  return found;
}

/** Passes on a new stage at once and everything else about ten times a second: each call is a message to the page. */
function throttled(onProgress: (progress: ImportProgress) => void): (progress: ImportProgress) => void {
  let stage = '';
  let sentAt = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (progress.stage === stage && now - sentAt < PROGRESS_EVERY_MS) return;
    stage = progress.stage;
    sentAt = now;
    onProgress(progress);
  };
}
