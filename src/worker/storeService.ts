/** What stays, as the page asks for it: the CPU worker's part. */

import { throwIfCancelled } from '@/data/importControl';
import { keyBeforeRefit } from '@/data/refitKey';
import type { DatasetSummary, InteractionTable, PreparedDataset, PrepareSettings } from '@/data/types';
import { PlaygroundError } from '@/lib/errors';
import { toStorageError } from '@/storage/StorageError';
import type { RunCard, SavedRun } from '@/storage/types';
import type { ImportTask } from './dataService';
import { preparedCsv } from './exportCsv';
import { loadModelFile } from './loadModelFile';
import { outcome } from './outcome';
import type { ImportProgress, Outcome } from './protocol';
import type { MayTake } from './protocolImport';
import type { LoadedModel, OpenedDataset, ParameterStore, SavingState, StoreService } from './protocolStore';
import { SavedStore } from './savedStore';

/** What the service needs of its host. */
export interface StoreOwner {
  /** Reads as an import: cancels another one, can be cancelled. */
  importing<T>(
    onProgress: (progress: ImportProgress) => void,
    mayTake: MayTake | undefined,
    read: (task: ImportTask) => Promise<T>,
  ): Promise<Outcome<T>>;
  useKept(
    table: InteractionTable | null,
    settings: PrepareSettings,
    earlier: { key: string; settings: PrepareSettings }[],
    task: ImportTask,
  ): Promise<DatasetSummary>;
  prepared(datasetKey: string): PreparedDataset;
  /** baselines of an earlier session: fitted again when somebody asks */
  shelve(runs: SavedRun[]): void;
}

export class StoreHost implements StoreService {
  private exporting = { cancelled: false };

  constructor(
    private readonly owner: StoreOwner,
    readonly store = new SavedStore(),
  ) {}

  /** For the GPU worker. */
  readonly parameterStore: ParameterStore = {
    wantsCheckpoint: async () => this.store.keeping,
    checkpoint: (state) => this.store.saveCheckpoint(state),
    keepRun: (run, values, snapshots) => this.store.saveRun(run, values, snapshots),
    parameters: (runId) => this.store.parameters(runId),
    snapshots: (runId) => this.store.snapshots(runId),
  };

  async keep(on: boolean): Promise<void> {
    this.store.keep(on);
  }

  async watchSaving(onChange: (state: SavingState) => void): Promise<void> {
    this.store.watch(onChange);
  }

  listSaved() {
    return this.store.list();
  }

  openSaved(datasetId: string, onProgress: (progress: ImportProgress) => void, mayTake?: MayTake) {
    return this.owner.importing(onProgress, mayTake, async (task): Promise<OpenedDataset> => {
      task.onProgress?.({ stage: 'opening', rows: 0, fraction: null });
      const kept = await asPlayground(() => this.store.read(datasetId));
      if (!kept) throw new PlaygroundError('unknown', `${datasetId} is not kept in this browser`, { datasetId });
      const { dataset, table, runs } = kept;
      if (!table && !dataset.summary.synthetic) {
        throw new PlaygroundError('unknown', `the rows of ${dataset.summary.name} are missing`, { datasetId });
      }
      const earlier = runs.map((run) => ({
        key: keyBeforeRefit(run.dataset.key) ?? run.dataset.key,
        settings: run.dataset.settings,
      }));
      throwIfCancelled(task);
      const summary = await this.owner.useKept(table, dataset.summary.settings, earlier, task);
      this.owner.shelve(runs.filter((run) => !run.neural));
      return { summary, runs };
    });
  }

  saveRun(run: RunCard): Promise<void> {
    return this.store.saveRun(run);
  }

  deleteSavedRun(runId: string) {
    return outcome(async () => {
      await asPlayground(() => this.store.deleteRun(runId));
      return null;
    });
  }

  deleteSavedDataset(datasetId: string) {
    return outcome(async () => {
      await asPlayground(() => this.store.deleteDataset(datasetId));
      return null;
    });
  }

  deleteEverything() {
    return outcome(async () => {
      await asPlayground(() => this.store.deleteEverything());
      return null;
    });
  }

  loadModel(file: Blob, fileName: string, datasetKey: string) {
    return outcome(async (): Promise<LoadedModel> => {
      const bytes = await file.arrayBuffer().catch((thrown) => {
        throw new PlaygroundError('unreadable-file', String(thrown), { file: fileName });
      });
      return loadModelFile(bytes, fileName, this.owner.prepared(datasetKey), (runId, values) =>
        this.store.holdLoaded(runId, values),
      );
    });
  }

  preparedCsv(datasetKey: string, onProgress: (fraction: number) => void) {
    return outcome(() => {
      const exporting = { cancelled: false };
      this.exporting = exporting;
      return preparedCsv(this.owner.prepared(datasetKey), { onProgress, shouldStop: () => exporting.cancelled });
    });
  }

  async cancelPreparedCsv(): Promise<void> {
    this.exporting.cancelled = true;
  }
}

/** Failures of storage as errors that cross the thread. */
async function asPlayground<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const { problem, message } = toStorageError(thrown);
    throw new PlaygroundError('unknown', message, { problem });
  }
}
