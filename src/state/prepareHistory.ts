/** Changes of how the data are prepared, and the way back. */
import { create } from 'zustand';
import { defaultsFor } from '@/data/presets';
import type { PrepareSettings } from '@/data/types';
import { useDataset } from './dataset';

/**
 * Changes of the same setting that follow each other within this time are one step: a held arrow key, a drag. Giving a
 * value up (null) is a step of its own.
 */
const SAME_STEP_MS = 1000;
const MAX_STEPS = 50;

interface PrepareHistory {
  /** settings before each change, oldest first; of the data whose fingerprint is `fingerprint` */
  past: PrepareSettings[];
  fingerprint: string | null;
  /** Prepares the data in use again with these settings changed. */
  change(part: Partial<PrepareSettings>): void;
  /** Goes back to the settings before the last change; nothing happens if there was none. */
  undo(): void;
  /** Back to what these data started from; this too can be undone. */
  reset(): void;
}

let lastChange = { what: '', at: Number.NEGATIVE_INFINITY };

export const usePrepareHistory = create<PrepareHistory>()((set, get) => ({
  past: [],
  fingerprint: null,

  change(part) {
    const { settings, summary, prepare } = useDataset.getState();
    const next = { ...settings, ...part };
    const what = Object.entries(part)
      .map(([name, value]) => (value === null ? `no ${name}` : name))
      .join();
    const isAnother = Object.entries(part).some(([name, value]) => settings[name as keyof PrepareSettings] !== value);
    if (!summary || !isAnother) return;
    const now = performance.now();
    const past = pastOf(get(), summary.fingerprint);
    const isSameStep = past.length > 0 && what === lastChange.what && now - lastChange.at < SAME_STEP_MS;
    lastChange = { what, at: now };
    set({
      past: isSameStep ? past : [...past, settings].slice(-MAX_STEPS),
      fingerprint: summary.fingerprint,
    });
    void prepare(next);
  },

  undo() {
    const { summary, prepare } = useDataset.getState();
    const past = pastOf(get(), summary?.fingerprint ?? null);
    const before = past.at(-1);
    if (!before) return;
    lastChange = { what: '', at: Number.NEGATIVE_INFINITY };
    set({ past: past.slice(0, -1) });
    void prepare(before);
  },

  reset() {
    const { summary } = useDataset.getState();
    if (summary) get().change(defaultsFor(summary));
  },
}));

/** Whether there is a change of the data in use to go back on. */
export function useCanUndo(): boolean {
  const fingerprint = useDataset((state) => state.summary?.fingerprint ?? null);
  return usePrepareHistory((state) => pastOf(state, fingerprint).length > 0);
}

/** Settings of other data are no way back. */
function pastOf({ past, fingerprint }: Pick<PrepareHistory, 'past' | 'fingerprint'>, inUse: string | null) {
  return inUse !== null && fingerprint === inUse ? past : [];
}
