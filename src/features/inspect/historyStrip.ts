/** A user's interactions as the history strip shows them. */
import type { HistoryEntry, UserHistory } from '@/worker/protocol';

export interface HistoryStrip {
  /** how many older ones are folded away */
  numEarlier: number;
  /** train and validation, oldest first: what models know when they recommend */
  known: HistoryEntry[];
  /** seconds since 1970 of the first held-out interaction when all known ones are older; else null */
  cut: number | null;
  heldOut: HistoryEntry[];
}

/** @param most how many known interactions to show, the newest; Infinity for all */
export function historyStrip(history: UserHistory, most: number): HistoryStrip {
  const known = inTimeOrder([...history.train, ...history.valid]);
  const heldOut = inTimeOrder(history.test);
  const numEarlier = Math.max(0, known.length - most);
  const first = heldOut[0]?.time ?? null;
  const last = known[known.length - 1]?.time ?? null;
  return {
    numEarlier,
    known: known.slice(numEarlier),
    cut: first !== null && last !== null && last <= first ? first : null,
    heldOut,
  };
}

/** Stable: the order of the file where times are equal or unknown. */
function inTimeOrder(entries: HistoryEntry[]): HistoryEntry[] {
  return entries.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0));
}
