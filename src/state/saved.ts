/** What stays in this browser: kept as it comes about, listed, opened again, deleted; and models that come as files. */
import { create } from 'zustand';
import type { PrepareSettings } from '@/data/types';
import { type ErrorData, toErrorData } from '@/lib/errors';
import type { Outcome } from '@/worker/protocol';
import type { LoadedModel, SavedDataset, SavedList, SavedRun, SavingState } from '@/worker/protocolStore';
import { clearBrowserKeys, mayHaveDatabase, readLocal, writeLocal } from './browserKeys';
import { getClient, whenClientStarts } from './client';
import { load, useDataset } from './dataset';
import { useDevice } from './device';
import { cardOf } from './runCards';
import { useRuns } from './runs';
import type { Run } from './runTypes';

/** A model file that could not be used, with what was wrong. */
export interface RefusedModel {
  fileName: string;
  file: Blob;
  /** null where there are no data to use it on */
  answer: Exclude<LoadedModel, { step: 'done' }> | { step: 'failed'; error: ErrorData } | { step: 'no-data' };
}

interface SavedState {
  saving: SavingState;
  /** null before somebody asked */
  list: SavedList | null;
  /** the dialog with all that is kept */
  open: boolean;
  /** the last thing that could not be deleted */
  error: ErrorData | null;
  /** name of the model file that is being read */
  loading: string | null;
  refused: RefusedModel | null;
  /** the person knows that nothing is kept, for this reason */
  dismissed: string | null;
  setOpen(open: boolean): void;
  /** Asks what is kept. */
  refresh(): Promise<void>;
  /** For the first screen: asks only where something may be kept. */
  look(): Promise<void>;
  setKeeping(on: boolean): void;
  dismissProblem(): void;
  /** Uses a data set that is kept, with its runs. @returns whether it is now the data in use */
  openDataset(dataset: SavedDataset): Promise<boolean>;
  /** The saved copy only: a run that is on this page stays there until the page is closed. */
  deleteRun(runId: string): Promise<void>;
  deleteDataset(datasetId: string): Promise<void>;
  /** Deletes all that this page has in the browser, and begins anew. */
  deleteEverything(): Promise<void>;
  /** A model file as a run on the data in use. @returns the run's id, null when it was refused */
  loadModel(file: Blob, fileName: string): Promise<string | null>;
  dismissRefused(): void;
  /** Prepares the data in use as the refused model's were, and loads it again. */
  loadWithSettings(settings: PrepareSettings): Promise<string | null>;
}

/** Switches on their way to the worker: what it says of itself meanwhile is older than what the person sees. */
let keepsUnanswered = 0;

const wanted = () => readLocal('keep') !== 'off';

export const useSaved = create<SavedState>()((set, get) => ({
  saving: { keeping: wanted(), problem: null, savedAt: null, version: 0 },
  list: null,
  open: false,
  error: null,
  loading: null,
  refused: null,
  dismissed: null,

  setOpen(open) {
    set({ open, error: null });
    if (open) void get().refresh();
  },

  async refresh() {
    const list = await (await getClient()).listSaved();
    set({ list });
  },

  async look() {
    if (get().list === null && (await mayHaveDatabase())) await get().refresh();
  },

  setKeeping(on) {
    writeLocal('keep', on ? null : 'off');
    set(({ saving }) => ({ saving: { ...saving, keeping: on } }));
    keepsUnanswered++;
    void getClient()
      .then(async (client) => {
        await client.keep(on);
        if (!on) return;
        for (const run of useRuns.getState().runs) if (run.finished) await client.saveRun(cardOf(run));
      })
      .finally(() => keepsUnanswered--);
  },

  dismissProblem() {
    set(({ saving }) => ({ dismissed: saving.problem?.what ?? null }));
  },

  async openDataset({ id, summary }) {
    // Models that have ended are asked about on the device.
    void useDevice.getState().ensure();
    return load({ fileName: summary.fileName, sizeBytes: null }, async (client, onProgress, mayTake) => {
      const opened = await client.openSaved(id, onProgress, mayTake);
      if (!opened.ok) return opened;
      await useRuns.getState().restore(opened.value.runs.map(withoutStore));
      return { ok: true, value: { step: 'done', summary: opened.value.summary } };
    });
  },

  deleteRun(runId) {
    return deleting(async () => (await getClient()).deleteSavedRun(runId));
  },

  deleteDataset(datasetId) {
    return deleting(async () => (await getClient()).deleteSavedDataset(datasetId));
  },

  deleteEverything() {
    return deleting(async () => {
      const outcome = await (await getClient()).deleteEverything();
      await clearBrowserKeys();
      // What is in memory goes, too: the next person at this computer finds the page as it was found at first.
      if (outcome.ok) location.replace(location.pathname + location.search);
      return outcome;
    });
  },

  async loadModel(file, fileName) {
    const refuse = (answer: RefusedModel['answer']) => {
      set({ refused: { file, fileName, answer } });
      return null;
    };
    const { summary } = useDataset.getState();
    if (!summary) return refuse({ step: 'no-data' });
    set({ loading: fileName, refused: null });
    try {
      const client = await getClient();
      const outcome = await client.loadModel(file, fileName, summary.key);
      if (!outcome.ok) return refuse({ step: 'failed', error: outcome.error });
      if (outcome.value.step !== 'done') return refuse(outcome.value);
      const { run } = outcome.value;
      void useDevice.getState().ensure();
      await useRuns.getState().restore([run]);
      await client.saveRun(run);
      return run.id;
    } catch (thrown) {
      return refuse({ step: 'failed', error: toErrorData(thrown) });
    } finally {
      set({ loading: null });
    }
  },

  dismissRefused() {
    set({ refused: null });
  },

  async loadWithSettings(settings) {
    const { refused } = get();
    set({ refused: null });
    await useDataset.getState().prepare(settings);
    return refused && get().loadModel(refused.file, refused.fileName);
  },
}));

async function deleting(work: () => Promise<Outcome<null>>): Promise<void> {
  useSaved.setState({ error: null });
  try {
    const outcome = await work();
    if (!outcome.ok) useSaved.setState({ error: outcome.error });
    else await useSaved.getState().refresh();
  } catch (thrown) {
    useSaved.setState({ error: toErrorData(thrown) });
  }
}

function withoutStore({ datasetId: _id, sizeBytes: _size, savedAt: _at, ...card }: SavedRun) {
  return card;
}

/**
 * Keeps runs as they go: when they begin to train, when they have ended, not when they were removed. Call once.
 * Data sets are kept by the worker that has them.
 */
export function keepWhatComesAbout(): void {
  let asked = false;
  whenClientStarts((client) => {
    void client.keep(wanted());
    void client.watchSaving((told) => {
      const before = useSaved.getState();
      const saving = keepsUnanswered > 0 ? { ...told, keeping: before.saving.keeping } : told;
      const isOther = saving.problem?.what !== before.dismissed;
      useSaved.setState({ saving, dismissed: isOther ? null : before.dismissed });
      if (before.open && saving.version !== before.saving.version) void before.refresh();
      // Asks the browser not to clear this page when space is short; some ask the person, most decide by themselves.
      if (saving.savedAt !== null && !asked) {
        asked = true;
        void navigator.storage?.persist?.().catch(() => false);
      }
    });
  });
  useRuns.subscribe(({ runs }, { runs: before }) => {
    if (runs === before) return;
    const earlier = new Map(before.map((run) => [run.id, run]));
    for (const run of runs) {
      const last = earlier.get(run.id);
      if (last && last !== run) noteChange(run, last);
      earlier.delete(run.id);
    }
    for (const id of earlier.keys()) void getClient().then((client) => client.deleteSavedRun(id));
  });
}

function noteChange(run: Run, last: Run): void {
  const hasBegun = run.neural && run.numParameters !== null && last.numParameters === null;
  const hasEnded = run.finished !== null && last.finished === null;
  if (hasBegun || hasEnded) void getClient().then((client) => client.saveRun(cardOf(run)));
  // Its checkpoint would only fail again.
  if (run.error?.code === 'nan-loss' && last.error === null) {
    void getClient().then((client) => client.deleteSavedRun(run.id));
  }
}
