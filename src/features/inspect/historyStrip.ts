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

/**
 * What is said of the day before each film: nothing on the day of the film before it, and the year only when it is another.
 * @param before seconds since 1970 of what stands before the first film; null for nothing
 */
export function dayStarts(entries: readonly HistoryEntry[], before: number | null): ('day' | 'date' | null)[] {
  let last = before;
  return entries.map(({ time }) => {
    if (time === null) return null;
    const [earlier, own] = [last === null ? null : dayOf(last), dayOf(time)];
    last = time;
    if (own === earlier) return null;
    return own.slice(0, 4) === earlier?.slice(0, 4) ? 'day' : 'date';
  });
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** Stable: the order of the file where times are equal or unknown. */
function inTimeOrder(entries: HistoryEntry[]): HistoryEntry[] {
  return entries.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0));
}
