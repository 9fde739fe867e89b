/** The data in use, and what is on its way to become it. Whatever goes wrong on the way, the data in use stays. */
import { create } from 'zustand';
import { type DatasetSummary, DEFAULT_PREPARE, type Item, type PrepareSettings } from '@/data/types';
import { type ErrorData, toErrorData } from '@/lib/errors';
import type { ImportProgress, Outcome, PlaygroundClient } from '@/worker/protocol';
import type {
  ColumnMapping,
  ImportSource,
  ImportStep,
  MappingPreview,
  MappingRequest,
  MayTake,
  Reading,
} from '@/worker/protocolImport';
import { getClient } from './client';

/** What is read, in words. */
export interface SourceName {
  /** null for the sample */
  fileName: string | null;
  sizeBytes: number | null;
}

export interface Importing extends SourceName {
  /** null before the worker's first word */
  progress: ImportProgress | null;
  startedAt: number;
}

export interface ImportError {
  fileName: string | null;
  error: ErrorData;
}

/** An import that waits for an answer; the data in use is untouched until it is given. */
export type WaitingImport = SourceName & { readMs: number } & (
    | {
        step: 'map';
        preview: MappingPreview;
        /** as asked for: ahead of `preview.mapping` while that is updating */
        mapping: ColumnMapping;
        /** of the data in use, to read it in another way */
        isChange: boolean;
        /** why a known layout could not be read; null where none was known */
        failed: ErrorData | null;
        /** the preview is older than the mapping asked for */
        updating: boolean;
        /** why the last preview could not be made */
        error: ErrorData | null;
      }
    | Extract<ImportStep, { step: 'problems' }>
  );

interface DatasetStore {
  /** the data in use */
  summary: DatasetSummary | null;
  /** its items, by index; null until they are there */
  items: Item[] | null;
  /** how long reading it took, null for the sample */
  readMs: number | null;
  /** of the file as it was dropped, null for the sample */
  fileBytes: number | null;
  importing: Importing | null;
  /** what is asked before it can become the data in use */
  waiting: WaitingImport | null;
  importError: ImportError | null;
  /** name of the import that was cancelled last, until something else happens */
  cancelled: string | null;
  /** as asked for; `summary.settings` is what is in use */
  settings: PrepareSettings;
  preparing: boolean;
  /** why `settings` could not be used */
  prepareError: ErrorData | null;
  /** @returns whether it is now the data in use: false also when the import waits for an answer */
  importFiles(source: ImportSource): Promise<boolean>;
  /** The synthetic sample. @returns whether it is now the data in use */
  loadSample(): Promise<boolean>;
  cancelImport(): Promise<void>;
  dismissImportError(): void;
  dismissCancelled(): void;
  /** Says why something that was chosen is not even sent to the worker. */
  refuse(fileName: string, error: ErrorData): void;
  /** "Change...": asks which column is what, for the import that waits, else for the data in use. */
  changeMapping(): Promise<void>;
  /** Shows the first rows under another mapping; of several calls in a row the last one counts. */
  previewMapping(mapping: MappingRequest): Promise<void>;
  /** Reads by columns. @returns as `importFiles` */
  importMapped(mapping: ColumnMapping): Promise<boolean>;
  /** Reads what the data in use were read from as something else that it holds. @returns as `importFiles` */
  readAs(reading: Reading): Promise<boolean>;
  /** Goes on without the rows that cannot be read. */
  keepGoodRows(): Promise<boolean>;
  /** Drops the import that waits. */
  discardImport(): Promise<void>;
  /** Prepares the data in use again; of several calls in a row the last one counts. */
  prepare(settings: PrepareSettings): Promise<void>;
}

const NO_COLUMNS: ColumnMapping['columns'] = {
  user: null,
  item: null,
  rating: null,
  timestamp: null,
  title: null,
  genres: null,
};

let importRunning: Promise<unknown> | null = null;
/** the worker was told that the import under way is wanted: it is too late to cancel it */
let importTaken = false;
let prepareRunning = false;
let previewsAsked = 0;
/** of the import under way, and of the data in use; null where a layout was recognised */
let mappingAsked: ColumnMapping | null = null;
let mappingInUse: { fingerprint: string; mapping: ColumnMapping | null } | null = null;

export const useDataset = create<DatasetStore>()((set, get) => ({
  summary: null,
  items: null,
  readMs: null,
  fileBytes: null,
  importing: null,
  waiting: null,
  importError: null,
  cancelled: null,
  settings: DEFAULT_PREPARE,
  preparing: false,
  prepareError: null,

  importFiles(source) {
    const name = { fileName: source.name, sizeBytes: source.files.reduce((sum, { blob }) => sum + blob.size, 0) };
    mappingAsked = null;
    return load(name, (client, onProgress, mayTake) =>
      client.importFiles(source, settingsInUse(), onProgress, mayTake),
    );
  },

  async loadSample() {
    mappingAsked = null;
    await get().discardImport();
    return load({ fileName: null, sizeBytes: null }, async (client, _onProgress, mayTake) =>
      done(await client.loadSample(settingsInUse(), mayTake)),
    );
  },

  async cancelImport() {
    if (!importRunning) return;
    if (importTaken) {
      await importRunning;
      return;
    }
    const { importing } = get();
    // Said at once: a worker in the middle of something hears of it only after. It then takes nothing of it.
    if (importing) set({ importing: null, cancelled: importing.fileName });
    await (await getClient()).cancelImport();
    await importRunning;
  },

  dismissImportError() {
    set({ importError: null });
  },

  dismissCancelled() {
    set({ cancelled: null });
  },

  refuse(fileName, error) {
    set({ importError: { fileName, error }, cancelled: null });
  },

  async changeMapping() {
    const { summary, fileBytes, waiting } = get();
    const name = waiting ?? { fileName: summary?.fileName ?? null, sizeBytes: fileBytes, readMs: 0 };
    set({ importError: null, cancelled: null });
    const isRead = mappingInUse?.fingerprint === summary?.fingerprint;
    const current = waiting ? mappingAsked : isRead ? (mappingInUse?.mapping ?? null) : null;
    const outcome = await asOutcome(async () => (await getClient()).previewMapping(current));
    if (!outcome.ok) return get().refuse(name.fileName ?? '', outcome.error);
    set({ waiting: waitingMap(outcome.value, null, name, waiting === null) });
  },

  async previewMapping(mapping) {
    const asked = ++previewsAsked;
    const change = (part: Partial<Extract<WaitingImport, { step: 'map' }>>) =>
      set(({ waiting }) =>
        asked === previewsAsked && waiting?.step === 'map' ? { waiting: { ...waiting, ...part } } : {},
      );
    const { columns, ...cut } = mapping;
    change({ updating: true, mapping: { ...cut, columns: columns ?? NO_COLUMNS } });
    const outcome = await asOutcome(async () => (await getClient()).previewMapping(mapping));
    change(
      outcome.ok ? { preview: outcome.value, updating: false, error: null } : { updating: false, error: outcome.error },
    );
  },

  importMapped(mapping) {
    const { waiting } = get();
    mappingAsked = mapping;
    return load(
      nameOf(waiting),
      (client, onProgress, mayTake) => client.importMapped(mapping, settingsInUse(), onProgress, mayTake),
      // Another mapping may do better: back to it, with what was wrong.
      { onError: (error) => waiting?.step === 'map' && set({ waiting: { ...waiting, mapping, error } }) },
    );
  },

  readAs(reading) {
    const { summary, fileBytes } = get();
    mappingAsked = null;
    return load({ fileName: summary?.fileName ?? '', sizeBytes: fileBytes }, (client, onProgress, mayTake) =>
      client.importAs(reading, settingsInUse(), onProgress, mayTake),
    );
  },

  keepGoodRows() {
    const { waiting } = get();
    return load(
      nameOf(waiting),
      async (client, onProgress, mayTake) => done(await client.keepGoodRows(settingsInUse(), onProgress, mayTake)),
      { readBefore: waiting?.readMs },
    );
  },

  async discardImport() {
    if (!get().waiting) return;
    set({ waiting: null });
    await (await getClient()).discardImport();
  },

  async prepare(settings) {
    set({ settings, prepareError: null });
    if (prepareRunning || get().summary === null) return;
    prepareRunning = true;
    set({ preparing: true });
    try {
      const client = await getClient();
      for (let asked: PrepareSettings | null = null; asked !== get().settings; ) {
        asked = get().settings;
        const outcome = await client.prepare(asked);
        if (outcome.ok) use(client, outcome.value);
        else if (asked === get().settings) set({ prepareError: outcome.error });
      }
    } catch (thrown) {
      set({ prepareError: toErrorData(thrown) });
    } finally {
      prepareRunning = false;
      set({ preparing: false });
    }
  },
}));

/** What was asked for may not have worked: new data starts from what did. */
function settingsInUse(): PrepareSettings {
  return useDataset.getState().summary?.settings ?? useDataset.getState().settings;
}

function nameOf(waiting: WaitingImport | null): SourceName {
  return { fileName: waiting?.fileName ?? '', sizeBytes: waiting?.sizeBytes ?? null };
}

function done(outcome: Outcome<DatasetSummary>): Outcome<ImportStep> {
  return outcome.ok ? { ok: true, value: { step: 'done', summary: outcome.value } } : outcome;
}

function waitingMap(
  preview: MappingPreview,
  failed: ErrorData | null,
  name: SourceName & { readMs: number },
  isChange: boolean,
): WaitingImport {
  const { fileName, sizeBytes, readMs } = name;
  const { mapping } = preview;
  const state = { isChange, failed, updating: false, error: null };
  return { step: 'map', fileName, sizeBytes, readMs, preview, mapping, ...state };
}

/** What a worker that could not start, or that broke, says is an error like any other. */
async function asOutcome<T>(ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await ask();
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown) };
  }
}

interface LoadOptions {
  /** ms that earlier steps of the same import took */
  readBefore?: number;
  /** instead of the card about the error */
  onError?: (error: ErrorData) => void;
}

/** Loads one thing at a time: what was on its way before is cancelled first. */
export async function load(
  source: SourceName,
  ask: (
    client: PlaygroundClient,
    onProgress: (progress: ImportProgress) => void,
    mayTake: MayTake,
  ) => Promise<Outcome<ImportStep>>,
  { readBefore = 0, onError }: LoadOptions = {},
): Promise<boolean> {
  while (importRunning) await useDataset.getState().cancelImport();
  const { fileName, sizeBytes } = source;
  const importing: Importing = { fileName, sizeBytes, progress: null, startedAt: performance.now() };
  useDataset.setState({ importing, waiting: null, importError: null, cancelled: null });
  /** false once it was cancelled */
  const isWanted = () => useDataset.getState().importing?.startedAt === importing.startedAt;
  const onProgress = (progress: ImportProgress) => {
    if (isWanted()) useDataset.setState({ importing: { ...importing, progress } });
  };
  const mayTake = () => {
    importTaken = isWanted();
    return importTaken;
  };
  const work = (async () => {
    const outcome = await asOutcome(async () => {
      const client = await getClient();
      const answer = await ask(client, onProgress, mayTake);
      if (answer.ok && answer.value.step === 'done') use(client, answer.value.summary);
      return answer;
    });
    const readMs = readBefore + performance.now() - importing.startedAt;
    if (!outcome.ok) {
      const { error } = outcome;
      if (!isWanted()) return false;
      if (error.code === 'cancelled') useDataset.setState({ cancelled: fileName });
      else if (onError) onError(error);
      else useDataset.setState({ importError: { fileName, error } });
      return false;
    }
    const answer = outcome.value;
    if (answer.step === 'done') {
      const { settings, fingerprint } = answer.summary;
      mappingInUse = { fingerprint, mapping: mappingAsked };
      useDataset.setState({ settings, readMs: fileName === null ? null : readMs, fileBytes: sizeBytes });
      return true;
    }
    if (!isWanted()) {
      await (await getClient()).discardImport();
      return false;
    }
    const waiting: WaitingImport =
      answer.step === 'problems'
        ? { ...answer, fileName: fileName ?? answer.fileName, sizeBytes, readMs }
        : waitingMap(answer.preview, answer.failed, { fileName, sizeBytes, readMs }, false);
    useDataset.setState({ waiting });
    return false;
  })();
  importRunning = work;
  const isDone = await work;
  importRunning = null;
  importTaken = false;
  if (isWanted()) useDataset.setState({ importing: null });
  return isDone;
}

function use(client: PlaygroundClient, summary: DatasetSummary): void {
  useDataset.setState({ summary, items: null, prepareError: null });
  client.items(summary.key).then(
    (items) => {
      if (useDataset.getState().summary?.key === summary.key) useDataset.setState({ items });
    },
    (thrown) => useDataset.getState().refuse(summary.fileName ?? '', toErrorData(thrown)),
  );
}
