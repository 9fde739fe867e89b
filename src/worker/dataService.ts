/** Files and data sets, as the page asks for them. Testable without a Worker. */
import type { Archive } from '@/data/formats/layout';
import { breathe, type ImportControl, type ReadProgress, throwIfCancelled } from '@/data/importControl';
import type { ColumnMapping, ImportSource, MappingPreview, MappingRequest } from '@/data/importTypes';
import { prepare } from '@/data/prepare';
import { prepareNew } from '@/data/prepareNew';
import { previewMapping, type ReadResult, readByMapping, readSource } from '@/data/readSource';
import { refitted } from '@/data/refit';
import { keyBeforeRefit } from '@/data/refitKey';
import { searchUsers } from '@/data/searchUsers';
import { openSource } from '@/data/sources/openSource';
import { syntheticSample } from '@/data/synthetic';
import { sampleTruth } from '@/data/synthetic/sampleTruth';
import type { SampleTruth } from '@/data/synthetic/truth';
import type { DatasetSummary, InteractionTable, Item, PreparedDataset, PrepareSettings } from '@/data/types';
import type { RowLists } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import type { Rows } from '@/storage/datasets';
import { outcome } from './outcome';
import type { DataService, HistoryEntry, ImportProgress, Outcome, UserHistory, UserMatch } from './protocol';
import type { ImportStep } from './protocolImport';

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
    onProgress: (progress: ImportProgress) => void,
  ): Promise<Outcome<ImportStep>> {
    this.waiting = null;
    return this.importing(onProgress, async (control) => {
      const archive = await openSource(source, control);
      const read = await readSource(archive, control);
      if (read) return this.takeOrAsk({ archive, ...read }, settings, control);
      const preview = await previewMapping(archive, null, control);
      throwIfCancelled(control);
      this.waiting = { archive, read: null };
      return { step: 'map', preview };
    });
  }

  async previewMapping(mapping: MappingRequest | null): Promise<Outcome<MappingPreview>> {
    return outcome(() => previewMapping(this.sourceAtHand(), mapping, {}));
  }

  async importMapped(
    mapping: ColumnMapping,
    settings: PrepareSettings,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<Outcome<ImportStep>> {
    return this.importing(onProgress, async (control) => {
      const archive = this.sourceAtHand();
      const read = await readByMapping(archive, mapping, control);
      return this.takeOrAsk({ archive, ...read }, settings, control);
    });
  }

  async keepGoodRows(settings: PrepareSettings): Promise<Outcome<DatasetSummary>> {
    return outcome(() => {
      if (!this.waiting?.read) throw new PlaygroundError('unknown', 'no import waits for an answer');
      const { archive, read } = this.waiting;
      const rowsSkipped = read.problems.count;
      const skipped = { rowsRead: read.table.users.length + rowsSkipped, rowsSkipped };
      const table: InteractionTable = { ...read.table, skipped };
      const summary = this.use(table, prepareNew(table, settings));
      this.archiveInUse = archive;
      this.waiting = null;
      return summary;
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
  async loadSample(settings: PrepareSettings): Promise<Outcome<DatasetSummary>> {
    this.abortImport();
    return outcome(() => {
      this.sample ??= syntheticSample().table;
      const summary = this.use(this.sample, prepareNew(this.sample, settings));
      this.archiveInUse = null;
      this.waiting = null;
      return summary;
    });
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
  private async importing<T>(
    onProgress: (progress: ImportProgress) => void,
    read: (control: ImportControl) => Promise<T>,
  ): Promise<Outcome<T>> {
    this.abortImport();
    const controller = new AbortController();
    this.importSignal = controller;
    const result = await outcome(() => read({ signal: controller.signal, onProgress: measured(onProgress) }));
    if (this.importSignal === controller) this.importSignal = null;
    return result;
  }

  /** Prepares what was read, and uses it; or waits for an answer if some of it could not be read. */
  private async takeOrAsk(
    { archive, table, problems }: { archive: Archive } & ReadResult,
    settings: PrepareSettings,
    control: ImportControl,
  ): Promise<ImportStep> {
    throwIfCancelled(control);
    if (problems.count > 0) {
      this.waiting = { archive, read: { table, problems } };
      const { fileName } = archive;
      const goodRows = table.users.length;
      return { step: 'problems', fileName, goodRows, badRows: problems.count, groups: problems.groups() };
    }
    control.onProgress?.({ stage: 'preparing', rows: table.users.length, fraction: null });
    await breathe(control);
    const dataset = prepareNew(table, settings);
    await breathe(control);
    this.archiveInUse = archive;
    this.waiting = null;
    return { step: 'done', summary: this.use(table, dataset) };
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
   * @throws PlaygroundError as `prepare` does
   */
  protected useKept(
    table: InteractionTable | null,
    settings: PrepareSettings,
    earlier: { key: string; settings: PrepareSettings }[],
  ): DatasetSummary {
    this.abortImport();
    this.sample ??= table === null ? syntheticSample().table : null;
    const rows = table ?? (this.sample as InteractionTable);
    const dataset = prepare(rows, settings);
    for (const { key, settings: of } of earlier) this.recipes.set(key, { table: rows, settings: of });
    this.waiting = null;
    this.archiveInUse = null;
    // They are kept already.
    this.table = rows;
    return this.use(rows, dataset);
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
