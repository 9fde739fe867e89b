/** The data in use, and what is on its way to become it. Whatever goes wrong on the way, the data in use stays. */
import { create } from 'zustand';
import { type DatasetSummary, DEFAULT_PREPARE, type Item, type PrepareSettings } from '@/data/types';
import { type ErrorData, toErrorData } from '@/lib/errors';
import type { ImportProgress, Outcome, PlaygroundClient } from '@/worker/protocol';
import { getClient } from './client';

export interface Importing {
  /** null for the sample */
  fileName: string | null;
  sizeBytes: number | null;
  /** null before the worker's first word */
  progress: ImportProgress | null;
  startedAt: number;
}

export interface ImportError {
  fileName: string | null;
  error: ErrorData;
}

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
  importError: ImportError | null;
  /** as asked for; `summary.settings` is what is in use */
  settings: PrepareSettings;
  preparing: boolean;
  /** why `settings` could not be used */
  prepareError: ErrorData | null;
  /** @returns whether the file is now the data in use */
  importFile(file: File): Promise<boolean>;
  /** The synthetic sample. @returns whether it is now the data in use */
  loadSample(): Promise<boolean>;
  cancelImport(): Promise<void>;
  dismissImportError(): void;
  /** Says that a dropped folder is no zip. */
  refuseFolder(name: string): void;
  /** Prepares the data in use again; of several calls in a row the last one counts. */
  prepare(settings: PrepareSettings): Promise<void>;
}

let importRunning: Promise<unknown> | null = null;
let prepareRunning = false;

export const useDataset = create<DatasetStore>()((set, get) => ({
  summary: null,
  items: null,
  readMs: null,
  fileBytes: null,
  importing: null,
  importError: null,
  settings: DEFAULT_PREPARE,
  preparing: false,
  prepareError: null,

  importFile(file) {
    return load({ fileName: file.name, sizeBytes: file.size }, (client) =>
      client.importFile(file, settingsInUse(), (progress) =>
        set(({ importing }) => (importing?.fileName === file.name ? { importing: { ...importing, progress } } : {})),
      ),
    );
  },

  loadSample() {
    return load({ fileName: null, sizeBytes: null }, (client) => client.loadSample(settingsInUse()));
  },

  async cancelImport() {
    if (!importRunning) return;
    await (await getClient()).cancelImport();
    await importRunning;
  },

  dismissImportError() {
    set({ importError: null });
  },

  refuseFolder(name) {
    const error: ErrorData = { code: 'not-a-zip', message: `${name} is a folder`, details: { file: name } };
    set({ importError: { fileName: name, error } });
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

/** Loads one thing at a time: what was on its way before is cancelled first. */
async function load(
  source: Pick<Importing, 'fileName' | 'sizeBytes'>,
  ask: (client: PlaygroundClient) => Promise<Outcome<DatasetSummary>>,
): Promise<boolean> {
  while (importRunning) await useDataset.getState().cancelImport();
  const startedAt = performance.now();
  useDataset.setState({ importing: { ...source, progress: null, startedAt }, importError: null });
  const work = (async () => {
    try {
      const client = await getClient();
      const outcome = await ask(client);
      if (outcome.ok) {
        const readMs = source.fileName === null ? null : performance.now() - startedAt;
        useDataset.setState({ settings: outcome.value.settings, readMs, fileBytes: source.sizeBytes });
        use(client, outcome.value);
        return true;
      }
      if (outcome.error.code !== 'cancelled') {
        useDataset.setState({ importError: { fileName: source.fileName, error: outcome.error } });
      }
    } catch (thrown) {
      useDataset.setState({ importError: { fileName: source.fileName, error: toErrorData(thrown) } });
    }
    return false;
  })();
  importRunning = work;
  const done = await work;
  importRunning = null;
  useDataset.setState({ importing: null });
  return done;
}

function use(client: PlaygroundClient, summary: DatasetSummary): void {
  useDataset.setState({ summary, items: null, prepareError: null });
  client.items(summary.key).then(
    (items) => {
      if (useDataset.getState().summary?.key === summary.key) useDataset.setState({ items });
    },
    (thrown) => useDataset.setState({ importError: { fileName: summary.fileName, error: toErrorData(thrown) } }),
  );
}
