/** How many states of a run are kept: a long training keeps fewer of its late epochs, which differ least. */
export const MAX_SNAPSHOTS = 40;

/** Gaps may grow with the epoch; before about this many, they are all alike. */
const EARLY = 10;

/**
 * Leaves out states until at most `most` are left: each time the one whose neighbours are nearest to each other, measured
 * by how far training had come. The first, the last and the best always stay.
 * @param states ascending by epoch
 * @param best epoch of the best state; null where none is known
 */
export function thinOut<T extends { epoch: number }>(
  states: readonly T[],
  best: number | null,
  most = MAX_SNAPSHOTS,
): T[] {
  const kept = states.slice();
  while (kept.length > Math.max(3, most)) {
    let least = -1;
    let leastGap = Number.POSITIVE_INFINITY;
    for (let at = 1; at < kept.length - 1; at++) {
      if (kept[at].epoch === best) continue;
      const gap = (kept[at + 1].epoch - kept[at - 1].epoch) / (kept[at].epoch + EARLY);
      if (gap < leastGap) {
        least = at;
        leastGap = gap;
      }
    }
    kept.splice(least, 1);
  }
  return kept;
}
