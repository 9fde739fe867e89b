/** Keeps what is in use and what was trained, one thing after another, and says how that goes. */
import type { DatasetSummary } from '@/data/types';
import type { HostArrays } from '@/engine/types';
import { Database } from '@/storage/database';
import { datasetIdOf, deleteDataset, listSaved, type Rows, readDataset, saveDataset } from '@/storage/datasets';
import { deleteRun, readParameters, saveCheckpoint, saveRun } from '@/storage/runs';
import { toStorageError } from '@/storage/StorageError';
import type { RunCard, SavedParameters, SavedRun, StoredDataset } from '@/storage/types';
import type { RunSnapshots } from '@/train/snapshots/types';
import type { TrainerState } from '@/train/types';
import type { SavedList, SavedRunLine, SavingState } from './protocolStore';
import { RunLocks } from './runLocks';

/** What several tabs tell each other: that the lists they show are old, and that all of it is gone. */
const CHANNEL = 'recommender-playground';
type Told = 'changed' | 'deleted';

export class SavedStore {
  private state: SavingState = { keeping: false, problem: null, savedAt: null, version: 0 };
  private readonly listeners = new Set<(state: SavingState) => void>();
  private last: Promise<unknown> = Promise.resolve();
  private dataset: { summary: DatasetSummary; rows: Rows; saved: boolean } | null = null;
  /** of models that came from a file, until they are kept */
  private readonly loaded = new Map<string, HostArrays>();
  /** runs that were removed while something of theirs was on its way */
  private readonly removed = new Set<string>();
  /** data sets that were deleted while in use: only reading them anew brings them back */
  private readonly removedData = new Set<string>();
  /** runs that wait to be written; what fails is tried again with the next */
  private readonly unsaved = new Map<string, () => Promise<void>>();
  private readonly locks = new RunLocks();
  private channel: BroadcastChannel | null = null;

  constructor(private readonly database = new Database()) {}

  get keeping(): boolean {
    return this.state.keeping;
  }

  keep(on: boolean): void {
    this.change({ keeping: on, problem: null });
    if (on) this.write();
  }

  watch(onChange: (state: SavingState) => void): void {
    if (!this.channel) {
      this.channel = new BroadcastChannel(CHANNEL);
      this.channel.onmessage = ({ data }: MessageEvent<Told>) => {
        // Who has data in use thinks that they are kept: it is said at once, not when something fails to be written.
        const isLost = data === 'deleted' && this.dataset !== null;
        const problem = { what: 'deleted', message: 'another tab deleted everything' } as const;
        this.change({ version: this.state.version + 1, ...(isLost && { problem }) });
      };
    }
    this.listeners.add(onChange);
    onChange(this.state);
  }

  /** Of several changes in a row only the last is written. */
  datasetInUse(summary: DatasetSummary, rows: Rows): void {
    if (rows.isNew) this.removedData.delete(datasetIdOf(summary));
    const before = this.dataset;
    const isNew = rows.isNew || (before !== null && !before.saved && before.rows.isNew);
    this.dataset = { summary, rows: { ...rows, isNew }, saved: false };
    if (this.removedData.has(datasetIdOf(summary))) return;
    this.write();
  }

  saveRun(card: RunCard, values: HostArrays | null = null, snapshots: RunSnapshots | null = null): Promise<void> {
    // What hangs on nothing would never be listed.
    if (this.removedData.has(datasetIdOf(card.dataset))) this.removed.add(card.id);
    if (this.removed.has(card.id)) return Promise.resolve();
    if (card.finished) this.locks.release(card.id);
    else if (this.keeping) this.locks.hold(card.id);
    const known = values ?? this.loaded.get(card.id) ?? null;
    const save = async () => {
      if (this.removed.has(card.id)) return;
      await saveRun(this.database, card, known && { kind: 'model', values: known, snapshots });
      this.loaded.delete(card.id);
    };
    if (this.keeping) this.unsaved.set(card.id, save);
    return this.write();
  }

  saveCheckpoint(state: TrainerState): Promise<void> {
    const { runId } = state.request;
    if (this.removed.has(runId)) return Promise.resolve();
    if (this.keeping) this.locks.hold(runId);
    return this.write(() => saveCheckpoint(this.database, state));
  }

  /** Of a model file: asked for until it is kept. */
  holdLoaded(runId: string, values: HostArrays): void {
    this.loaded.set(runId, values);
  }

  /** @throws StorageError */
  async parameters(runId: string): Promise<SavedParameters | null> {
    const values = this.loaded.get(runId);
    if (values) return { kind: 'model', values };
    await this.last;
    return readParameters(this.database, runId);
  }

  /** @throws StorageError */
  async snapshots(runId: string): Promise<RunSnapshots | null> {
    const kept = await this.parameters(runId);
    return (kept?.kind === 'checkpoint' ? kept.state.snapshots : kept?.snapshots) ?? null;
  }

  async list(): Promise<SavedList> {
    const use = await storageUse();
    try {
      await this.last;
      const elsewhere = await this.locks.heldElsewhere();
      const groups = (await listSaved(this.database)).map(({ dataset, runs }) => ({
        dataset,
        runs: runs.map((run) => lineOf(run, elsewhere.has(run.id))),
      }));
      return { groups, use, problem: null };
    } catch (thrown) {
      return { groups: [], use, problem: toStorageError(thrown).problem };
    }
  }

  /** @throws StorageError */
  async read(datasetId: string): Promise<(StoredDataset & { runs: SavedRun[] }) | null> {
    await this.last;
    const stored = await readDataset(this.database, datasetId);
    if (!stored) return null;
    const elsewhere = await this.locks.heldElsewhere();
    const groups = await listSaved(this.database);
    const runs = groups.find(({ dataset }) => dataset.id === datasetId)?.runs ?? [];
    return { ...stored, runs: runs.filter(({ id }) => !elsewhere.has(id)) };
  }

  /** @throws StorageError */
  async deleteRun(runId: string): Promise<void> {
    this.removed.add(runId);
    this.unsaved.delete(runId);
    this.loaded.delete(runId);
    this.locks.release(runId);
    await this.exclusively(() => deleteRun(this.database, runId));
  }

  /** @throws StorageError */
  async deleteDataset(datasetId: string): Promise<void> {
    this.removedData.add(datasetId);
    await this.exclusively(() => deleteDataset(this.database, datasetId));
  }

  /** @throws StorageError */
  async deleteEverything(): Promise<void> {
    this.change({ keeping: false });
    await this.exclusively(() => this.database.deleteAll(), 'deleted');
  }

  private async flushDataset(): Promise<void> {
    const { dataset } = this;
    if (!dataset || dataset.saved || this.removedData.has(datasetIdOf(dataset.summary))) return;
    await saveDataset(this.database, dataset.summary, dataset.rows);
    dataset.saved = true;
  }

  /** One that fails does not hold up the others. @throws what went wrong with the first */
  private async flushRuns(): Promise<void> {
    const failures: unknown[] = [];
    for (const [runId, save] of [...this.unsaved]) {
      try {
        await save();
        // A later word about the same run may have come meanwhile.
        if (this.unsaved.get(runId) === save) this.unsaved.delete(runId);
      } catch (thrown) {
        failures.push(thrown);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Writes all that waits, then what is asked for. Never rejects: what went wrong is in the state, and work goes on. */
  private write(work: () => Promise<void> = async () => {}): Promise<void> {
    const turn = this.last.then(async () => {
      if (!this.keeping) return;
      try {
        // Runs hang on their data set: what failed earlier goes first.
        await this.flushDataset();
        await this.flushRuns();
        await work();
        this.change({ problem: null, savedAt: Date.now(), version: this.state.version + 1 });
        this.tell('changed');
      } catch (thrown) {
        const { problem, message } = toStorageError(thrown);
        this.change({ problem: { what: problem, message } });
      }
    });
    this.last = turn;
    return turn;
  }

  private async exclusively(work: () => Promise<void>, told: Told = 'changed'): Promise<void> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => {});
    await turn;
    this.change({ version: this.state.version + 1 });
    this.tell(told);
  }

  private tell(told: Told): void {
    this.channel?.postMessage(told);
  }

  private change(part: Partial<SavingState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener(this.state);
  }
}

function lineOf(run: SavedRun, isElsewhere: boolean): SavedRunLine {
  const { id, label, request, finished, history, fromFile, sizeBytes, savedAt } = run;
  return {
    id,
    label,
    model: request.model,
    status: finished ? 'finished' : isElsewhere ? 'elsewhere' : 'unfinished',
    epochs: history[history.length - 1]?.epoch ?? 0,
    fromFile,
    sizeBytes,
    savedAt,
  };
}

/** Browsers round, and some (insecure pages) do not say. */
async function storageUse(): Promise<SavedList['use']> {
  try {
    const { usage, quota } = await navigator.storage.estimate();
    return usage === undefined || quota === undefined ? null : { usedBytes: usage, quotaBytes: quota };
  } catch {
    return null;
  }
}
