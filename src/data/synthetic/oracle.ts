/**
 * What a viewer of the sample watches next, by the probabilities that the sample was made with (`watching.ts`): the next
 * part of a franchise, or a film by taste. One thing a viewer carries along cannot be read off the history, the phase (the
 * genre of the moment): it is inferred from the films, as in a hidden Markov model. Nobody can rank better on average,
 * but for what this inference and redrawing a film that may not be watched leave out.
 */
import type { SyntheticTruth } from './truth';
import { CONTINUES, NEWS_SECONDS, PASSES_OLD, PHASE_LENGTH, RETURNS, STAYS_IN_PHASE } from './watching';

export interface Oracle {
  /**
   * @param history items, oldest first
   * @param time seconds since 1970, of the moment
   * @returns [numItems] the probability to be watched next: sums to 1, or to 0 where nothing can follow
   */
  next(user: number, history: ArrayLike<number>, time: number): Float64Array;
}

export function makeOracle(truth: SyntheticTruth): Oracle {
  const { genres, genresOf, appeal, released, successorOf, tastes } = truth;
  const numGenres = genres.length;
  const numItems = appeal.length;
  const predecessorOf = new Int32Array(numItems).fill(-1);
  for (const [item, successor] of successorOf.entries()) if (successor >= 0) predecessorOf[successor] = item;
  const onShelf = new Float64Array(numGenres);
  for (let item = 0; item < numItems; item++) {
    for (const genre of genresOf[item]) onShelf[genre] += appeal[item] / genresOf[item].length;
  }
  /** that a film is picked from the shelf of a genre */
  const picked = (item: number, genre: number) =>
    genresOf[item].includes(genre) ? appeal[item] / genresOf[item].length / onShelf[genre] : 0;
  const pickedBy = (item: number, interest: ArrayLike<number>) =>
    genresOf[item].reduce((sum, genre) => sum + interest[genre] * picked(item, genre), 0);

  /** How likely each genre is the phase that the next film is drawn in. */
  function phases(taste: Float32Array, history: ArrayLike<number>): Float64Array {
    const phase = Float64Array.from(taste);
    const seen = new Set<number>();
    for (let k = 0; k < history.length; k++) {
      const item = history[k];
      const before = predecessorOf[item];
      const asNextPart = before < 0 || !seen.has(before) ? 0 : history[k - 1] === before ? CONTINUES : RETURNS;
      const stray = pickedBy(item, taste);
      let sum = 0;
      for (let genre = 0; genre < numGenres; genre++) {
        const byTaste = STAYS_IN_PHASE * picked(item, genre) + (1 - STAYS_IN_PHASE) * stray;
        phase[genre] *= asNextPart + (1 - asNextPart) * byTaste;
        sum += phase[genre];
      }
      // before each film, one time in PHASE_LENGTH, the phase is drawn anew
      for (let genre = 0; genre < numGenres; genre++) {
        const kept = sum > 0 ? phase[genre] / sum : taste[genre];
        phase[genre] = (1 - 1 / PHASE_LENGTH) * kept + taste[genre] / PHASE_LENGTH;
      }
      seen.add(item);
    }
    return phase;
  }

  return {
    next(user, history, time) {
      const taste = tastes.subarray(user * numGenres, (user + 1) * numGenres);
      const seen = new Set(Array.from(history));
      const mayWatch = (item: number) => item >= 0 && !seen.has(item) && released[item] <= time;
      const chances = new Float64Array(numItems);
      let rest = 1;
      const follows = (item: number, share: number) => {
        chances[item] += rest * share;
        rest *= 1 - share;
      };
      const last = history.length > 0 ? successorOf[history[history.length - 1]] : -1;
      if (mayWatch(last)) follows(last, CONTINUES);
      for (let k = history.length - 1; k >= 0; k--) {
        const part = successorOf[history[k]];
        if (!mayWatch(part)) continue;
        // only the newest unfinished franchise is taken up again
        follows(part, RETURNS);
        break;
      }
      const phase = phases(taste, history);
      const interest = phase.map((share, genre) => STAYS_IN_PHASE * share + (1 - STAYS_IN_PHASE) * taste[genre]);
      const byTaste = new Float64Array(numItems);
      let total = 0;
      for (let item = 0; item < numItems; item++) {
        if (!mayWatch(item) || (predecessorOf[item] >= 0 && !seen.has(predecessorOf[item]))) continue;
        const isNews = time - released[item] < NEWS_SECONDS;
        byTaste[item] = pickedBy(item, interest) * (isNews ? 1 : 1 - PASSES_OLD);
        total += byTaste[item];
      }
      if (total > 0) for (let item = 0; item < numItems; item++) chances[item] += (rest * byTaste[item]) / total;
      return chances;
    },
  };
}
