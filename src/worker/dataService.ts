/** Files and data sets, as the page asks for them. Testable without a Worker. */
import { readingsOf } from '@/data/formats';
import type { Archive } from '@/data/formats/layout';
import { breathe, breathing, type ImportControl, type ReadProgress, throwIfCancelled } from '@/data/importControl';
import type { ColumnMapping, ImportSource, MappingPreview, MappingRequest, Reading } from '@/data/importTypes';
import { prepare, prepareInPieces } from '@/data/prepare';
import { prepareNewInPieces } from '@/data/prepareNew';
import { previewMapping, type ReadResult, readAs, readByMapping, readSource } from '@/data/readSource';
import { refitted } from '@/data/refit';
import { keyBeforeRefit } from '@/data/refitKey';
import { searchUsers } from '@/data/searchUsers';
import { openSource } from '@/data/sources/openSource';
import { syntheticSample } from '@/data/synthetic';
import { sampleTruth } from '@/data/synthetic/sampleTruth';
import type { SampleTruth } from '@/data/synthetic/truth';
import type { DatasetSummary, InteractionTable, Item, PreparedDataset, PrepareSettings } from '@/data/types';
import type { RowLists } from '@/lib/csr';
import { type ErrorData, PlaygroundError, toErrorData } from '@/lib/errors';
import type { Pieces } from '@/lib/pieces';
import type { Rows } from '@/storage/datasets';
import { outcome } from './outcome';
import type { DataService, HistoryEntry, ImportProgress, Outcome, UserHistory, UserMatch } from './protocol';
import type { ImportStep, MayTake } from './protocolImport';

/** Prepared data sets at hand; one of MovieLens 1M takes about 20 MB. */
const MAX_AT_HAND = 8;
const PROGRESS_EVERY_MS = 100;
/** Before that, a rate says nothing. */
const MIN_MEASURED_MS = 200;

/** What a data set is made of: enough to make it again. */
interface Recipe {
  table: InteractionTable;
  settings: PrepareSettings;
}

interface WaitingImport {
  archive: Archive;
  read: ReadResult | null;
}

type OnProgress = (progress: ImportProgress) => void;

/** An import under way. */
export interface ImportTask extends ImportControl {
  /**
   * The last word before what was read is in use: nothing may wait or fail after it.
   * @throws PlaygroundError 'cancelled' where nobody wants it any more
   */
  confirm(): Promise<void>;
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
  /** what the table in use was read from, to read it in another way; null for the sample */
  private archiveInUse: Archive | null = null;
  /** an import that waits for an answer: which columns (read is null), or whether to keep the good rows */
  private waiting: WaitingImport | null = null;
  private importSignal: AbortController | null = null;

  async importFiles(
    source: ImportSource,
    settings: PrepareSettings,
    onProgress: OnProgress,
    mayTake?: MayTake,
  ): Promise<Outcome<ImportStep>> {
    this.waiting = null;
    return this.importing(onProgress, mayTake, async (task) => {
      const archive = await openSource(source, task);
      let read: ReadResult | null = null;
      let failed: ErrorData | null = null;
      try {
        read = await readSource(archive, task);
      } catch (thrown) {
        if (!isAboutRows(thrown)) throw thrown;
        failed = toErrorData(thrown);
      }
      if (read) return this.takeOrAsk({ archive, ...read }, settings, task);
      const preview = await previewMapping(archive, null, task, failed);
      throwIfCancelled(task);
      this.waiting = { archive, read: null };
      return { step: 'map', preview, failed };
    });
  }

  async previewMapping(mapping: MappingRequest | null): Promise<Outcome<MappingPreview>> {
    return outcome(() => previewMapping(this.sourceAtHand(), mapping, {}));
  }

  async importMapped(
    mapping: ColumnMapping,
    settings: PrepareSettings,
    onProgress: OnProgress,
    mayTake?: MayTake,
  ): Promise<Outcome<ImportStep>> {
    return this.importing(onProgress, mayTake, async (task) => {
      const archive = this.sourceAtHand();
      const read = await readByMapping(archive, mapping, task);
      return this.takeOrAsk({ archive, ...read }, settings, task);
    });
  }

  async readings(): Promise<Outcome<Reading[]>> {
    return outcome(() => (this.archiveInUse ? readingsOf(this.archiveInUse, {}) : []));
  }

  async importAs(
    reading: Reading,
    settings: PrepareSettings,
    onProgress: OnProgress,
    mayTake?: MayTake,
  ): Promise<Outcome<ImportStep>> {
    return this.importing(onProgress, mayTake, async (task) => {
      const archive = this.sourceAtHand();
      return this.takeOrAsk({ archive, ...(await readAs(archive, reading, task)) }, settings, task);
    });
  }

  async keepGoodRows(
    settings: PrepareSettings,
    onProgress: OnProgress,
    mayTake?: MayTake,
  ): Promise<Outcome<DatasetSummary>> {
    return this.importing(onProgress, mayTake, async (task) => {
      if (!this.waiting?.read) throw new PlaygroundError('unknown', 'no import waits for an answer');
      const { archive, read } = this.waiting;
      const rowsSkipped = read.problems.count;
      const skipped = { rowsRead: read.table.users.length + rowsSkipped, rowsSkipped };
      const table: InteractionTable = { ...read.table, skipped };
      return this.take(table, archive, await ready(table, prepareNewInPieces(table, settings), task));
    });
  }

  async problemRows(): Promise<Blob> {
    if (!this.waiting?.read) throw new PlaygroundError('unknown', 'no import waits for an answer');
    return this.waiting.read.problems.toCsv();
  }

  async discardImport(): Promise<void> {
    this.waiting = null;
  }

  /** Cancels an import: the sample was asked for later. */
  async loadSample(settings: PrepareSettings, mayTake?: MayTake): Promise<Outcome<DatasetSummary>> {
    return this.importing(
      () => {},
      mayTake,
      async (task) => {
        this.sample ??= syntheticSample().table;
        return this.take(this.sample, null, await ready(this.sample, prepareNewInPieces(this.sample, settings), task));
      },
    );
  }

  async prepare(settings: PrepareSettings): Promise<Outcome<DatasetSummary>> {
    return outcome(() => {
      if (!this.table) throw new PlaygroundError('unknown', 'no data has been loaded yet');
      return this.use(this.table, prepare(this.table, settings));
    });
  }

  async cancelImport(): Promise<void> {
    this.abortImport();
    this.waiting = null;
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

  async sampleTruth(datasetKey: string): Promise<Outcome<SampleTruth | null>> {
    return outcome(() => {
      const dataset = this.prepared(datasetKey);
      return dataset.summary.synthetic ? sampleTruth(dataset) : null;
    });
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
    const dataset = prepare(recipe.table, recipe.settings);
    // Kept by another version of this page, with other titles or rules: indices would mean something else.
    if (dataset.summary.key !== datasetKey) {
      throw new PlaygroundError('unknown', `${datasetKey} is now ${dataset.summary.key}`, { datasetKey });
    }
    return dataset;
  }

  /** Cancels what is being read, then reads; nothing is changed before `read` has all it needs. */
  protected async importing<T>(
    onProgress: OnProgress,
    mayTake: MayTake = () => true,
    read: (task: ImportTask) => Promise<T>,
  ): Promise<Outcome<T>> {
    this.abortImport();
    const controller = new AbortController();
    this.importSignal = controller;
    const control: ImportControl = { signal: controller.signal, onProgress: measured(onProgress) };
    const confirm = async () => {
      await breathe(control);
      if (!(await mayTake())) controller.abort();
      throwIfCancelled(control);
    };
    const result = await outcome(() => read({ ...control, confirm }));
    if (this.importSignal === controller) this.importSignal = null;
    return result;
  }

  /** Prepares what was read, and uses it; or waits for an answer if some of it could not be read. */
  private async takeOrAsk(
    { archive, table, problems }: { archive: Archive } & ReadResult,
    settings: PrepareSettings,
    task: ImportTask,
  ): Promise<ImportStep> {
    throwIfCancelled(task);
    if (problems.count > 0) {
      this.waiting = { archive, read: { table, problems } };
      const { count: badRows, listed: listedRows } = problems;
      const { fileName } = archive;
      return {
        step: 'problems',
        fileName,
        goodRows: table.users.length,
        badRows,
        listedRows,
        groups: problems.groups(),
      };
    }
    const dataset = await ready(table, prepareNewInPieces(table, settings), task);
    return { step: 'done', summary: this.take(table, archive, dataset) };
  }

  /** Ends an import. @param archive what it was read from, null if that is not at hand */
  private take(table: InteractionTable, archive: Archive | null, dataset: PreparedDataset): DatasetSummary {
    this.archiveInUse = archive;
    this.waiting = null;
    return this.use(table, dataset);
  }

  private sourceAtHand(): Archive {
    const archive = this.waiting?.archive ?? this.archiveInUse;
    if (!archive) throw new PlaygroundError('no-source', 'what the data in use was read from is not at hand');
    return archive;
  }

  private abortImport(): void {
    this.importSignal?.abort();
    this.importSignal = null;
  }

  /** The one place that changes what is in use: everything that can fail is done before. */
  private use(table: InteractionTable, dataset: PreparedDataset): DatasetSummary {
    const isNew = table !== this.table;
    this.table = table;
    this.recipes.set(dataset.summary.key, { table, settings: dataset.summary.settings });
    this.keepAtHand(dataset);
    this.inUse(dataset.summary, { table: table === this.sample ? null : table, isNew });
    return dataset.summary;
  }

  /** Told whenever other data or other settings are in use: what is to be kept hangs on here. */
  protected inUse(_summary: DatasetSummary, _rows: Rows): void {}

  /**
   * Uses rows that were kept, with the settings that they were used with.
   * @param table null for the sample
   * @param earlier other settings of the same rows whose keys runs still name
   * @throws PlaygroundError 'cancelled', and as `prepare` does
   */
  protected async useKept(
    table: InteractionTable | null,
    settings: PrepareSettings,
    earlier: { key: string; settings: PrepareSettings }[],
    task: ImportTask,
  ): Promise<DatasetSummary> {
    this.sample ??= table === null ? syntheticSample().table : null;
    const rows = table ?? (this.sample as InteractionTable);
    const dataset = await ready(rows, prepareInPieces(rows, settings), task);
    for (const { key, settings: of } of earlier) this.recipes.set(key, { table: rows, settings: of });
    // They are kept already.
    this.table = rows;
    return this.take(rows, null, dataset);
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

/** Whether a layout was known, but not one of the rows could be read so: a mapping may do better. */
function isAboutRows(thrown: unknown): boolean {
  return thrown instanceof PlaygroundError && thrown.code === 'no-rows' && 'line' in thrown.details;
}

/** Prepares data, and asks for the last time whether they are wanted. */
async function ready(
  table: InteractionTable,
  preparing: Pieces<PreparedDataset>,
  task: ImportTask,
): Promise<PreparedDataset> {
  task.onProgress?.({ stage: 'preparing', rows: table.users.length, fraction: null });
  await breathe(task);
  const dataset = await breathing(preparing, task);
  await task.confirm();
  return dataset;
}

function entries(lists: RowLists, user: number, ratings: Float32Array, times: Float64Array | null): HistoryEntry[] {
  const found: HistoryEntry[] = [];
  for (let k = lists.offsets[user]; k < lists.offsets[user + 1]; k++) {
    found.push({ itemIndex: lists.items[k], rating: ratings[k], time: times ? times[k] : null });
  }
  return found;
}

/**
 * Passes on a new stage at once and everything else about ten times a second: each call is a message to the page. Adds
 * how fast rows are read and how long it will take, once there is something to say it by.
 */
function measured(onProgress: (progress: ImportProgress) => void): (progress: ReadProgress) => void {
  let stage = '';
  let startedAt = 0;
  let sentAt = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (progress.stage !== stage) {
      stage = progress.stage;
      startedAt = now;
    } else if (now - sentAt < PROGRESS_EVERY_MS) {
      return;
    }
    sentAt = now;
    const { rows, fraction } = progress;
    const elapsedMs = now - startedAt;
    const isMeasured = stage === 'reading' && elapsedMs >= MIN_MEASURED_MS && rows > 0;
    onProgress({
      ...progress,
      rowsPerSecond: isMeasured ? (1000 * rows) / elapsedMs : null,
      remainingMs: isMeasured && fraction ? (elapsedMs * (1 - fraction)) / fraction : null,
    });
  };
}
