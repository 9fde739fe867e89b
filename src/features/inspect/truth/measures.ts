/** What was planted in the sample against what lists and embeddings say: plain sums over typed arrays. */
import type { Point } from '@/components/charts/types';
import type { SampleTruth } from '@/data/synthetic/truth';
import { rowOf } from '@/lib/csr';
import type { Embedding } from '@/worker/protocol';

/** A share, and of how many. */
export interface Found {
  share: number;
  count: number;
}

/** Genre shares of each user's list, as tastes are: a film of two genres gives each a half. @returns [users * genres] */
export function profilesOf({ genres, genresOf }: SampleTruth, lists: ArrayLike<number>, length: number): Float64Array {
  const profiles = new Float64Array((lists.length / length) * genres.length);
  for (let at = 0; at < lists.length; at++) {
    const user = Math.floor(at / length);
    const own = genresOf[lists[at]];
    for (const genre of own) profiles[user * genres.length + genre] += 1 / (own.length * length);
  }
  return profiles;
}

/** Pearson's correlation; 0 where one of the two does not vary. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const [ofA, ofB] = [mean(a), mean(b)];
  let [both, first, second] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    both += (a[at] - ofA) * (b[at] - ofB);
    first += (a[at] - ofA) ** 2;
    second += (b[at] - ofB) ** 2;
  }
  return first * second === 0 ? 0 : both / Math.sqrt(first * second);
}

/** The mean over users of the correlation, over genres, of planted taste and list. */
export function tasteMatch({ genres, tastes }: SampleTruth, profiles: Float64Array): number {
  const numUsers = profiles.length / genres.length;
  let sum = 0;
  for (let user = 0; user < numUsers; user++) {
    const [from, to] = [user * genres.length, (user + 1) * genres.length];
    sum += correlation(tastes.subarray(from, to), profiles.subarray(from, to));
  }
  return sum / numUsers;
}

const TASTE_STEP = 0.1;

/** For planted interests of about the same size, the mean share of the list: a straight line for lists as planted. */
export function tasteCurve({ tastes }: SampleTruth, profiles: Float64Array): Point[] {
  const bins = new Map<number, { taste: number; share: number; count: number }>();
  tastes.forEach((taste, at) => {
    const bin = Math.floor(taste / TASTE_STEP);
    const sums = bins.get(bin) ?? { taste: 0, share: 0, count: 0 };
    bins.set(bin, {
      taste: sums.taste + taste,
      share: sums.share + profiles[at],
      count: sums.count + 1,
    });
  });
  return [...bins]
    .sort(([a], [b]) => a - b)
    .map(([, { taste, share, count }]) => ({ x: taste / count, y: share / count }));
}

/** A next part that a user has not seen. */
export interface DuePart {
  part: number;
  /** the part before it, which the user has seen */
  after: number;
  /** it follows the last film of the history */
  isLast: boolean;
}

/** The next parts that are due for a user, the one begun last first. */
export function dueParts({ successorOf, known }: SampleTruth, user: number): DuePart[] {
  const history = rowOf(known, user);
  const seen = new Set(history);
  return Array.from(history, (after, place) => ({
    part: successorOf[after],
    after,
    isLast: place === history.length - 1,
  }))
    .filter(({ part }) => part >= 0 && !seen.has(part))
    .toReversed();
}

/**
 * Franchises: of the users whose last film has a next part that they have not seen, how many have it in their list; and
 * of those with any unfinished franchise, how many have any of its next parts.
 */
export function nextParts(truth: SampleTruth, lists: ArrayLike<number>, length: number): { last: Found; any: Found } {
  const numUsers = lists.length / length;
  const last = { found: 0, count: 0 };
  const any = { found: 0, count: 0 };
  for (let user = 0; user < numUsers; user++) {
    const due = dueParts(truth, user);
    const list = new Set(Array.from({ length }, (_, place) => lists[user * length + place]));
    if (due[0]?.isLast) {
      last.count++;
      if (list.has(due[0].part)) last.found++;
    }
    if (due.length > 0) {
      any.count++;
      if (due.some(({ part }) => list.has(part))) any.found++;
    }
  }
  const shareOf = ({ found, count }: { found: number; count: number }) => ({ share: count ? found / count : 0, count });
  return { last: shareOf(last), any: shareOf(any) };
}

/** Films that are planted as the most popular: the head of the tail. */
export const HEAD_SHARE = 0.1;

/** The share of all places of the lists that goes to the head. */
export function headShare({ appeal }: SampleTruth, lists: ArrayLike<number>): number {
  const order = Array.from(appeal.keys()).sort((a, b) => appeal[b] - appeal[a]);
  const head = new Set(order.slice(0, Math.round(HEAD_SHARE * order.length)));
  return Array.from(lists).filter((item) => head.has(item)).length / lists.length;
}

export const NUM_NEIGHBOURS = 10;

/** Of the nearest films, which share the main genre, on average; and of franchise films, who has another part near. */
export interface Neighbourhoods {
  genre: number;
  franchise: number;
}

/** By the cosine of the embeddings. */
export function neighbourhoods(truth: SampleTruth, { rows, dimensions, data }: Embedding): Neighbourhoods {
  const unit = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    const of = data.subarray(row * dimensions, (row + 1) * dimensions);
    const size = Math.sqrt(of.reduce((sum, value) => sum + value * value, 0)) || 1;
    for (let d = 0; d < dimensions; d++) unit[row * dimensions + d] = of[d] / size;
  }
  return nearby(truth, (item) => {
    const cosines = new Float64Array(rows);
    for (let other = 0; other < rows; other++) {
      let sum = 0;
      for (let d = 0; d < dimensions; d++) sum += unit[item * dimensions + d] * unit[other * dimensions + d];
      cosines[other] = sum;
    }
    cosines[item] = Number.NEGATIVE_INFINITY;
    return strongest(cosines, NUM_NEIGHBOURS);
  });
}

/** If neighbours were drawn at random from all other films. */
export function neighboursByChance({ genresOf, franchiseOf }: SampleTruth): Neighbourhoods {
  const others = genresOf.length - 1;
  const count = <T>(values: ArrayLike<T>) => {
    const counts = new Map<T, number>();
    for (const value of Array.from(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  };
  const main = genresOf.map((own) => own[0]);
  const ofGenre = count(main);
  const ofFranchise = count(franchiseOf);
  const genre = main.reduce((sum, own) => sum + ((ofGenre.get(own) as number) - 1) / others, 0) / main.length;
  const inFranchise = Array.from(franchiseOf).filter((franchise) => franchise >= 0);
  const franchise =
    inFranchise.reduce((sum, own) => {
      // none of the drawn films is another part
      const parts = (ofFranchise.get(own) as number) - 1;
      let none = 1;
      for (let k = 0; k < Math.min(NUM_NEIGHBOURS, others); k++) none *= (others - parts - k) / (others - k);
      return sum + 1 - Math.max(0, none);
    }, 0) / (inFranchise.length || 1);
  return { genre, franchise };
}

function nearby({ genresOf, franchiseOf }: SampleTruth, nearestOf: (item: number) => number[]): Neighbourhoods {
  let genre = 0;
  let franchise = 0;
  let inFranchise = 0;
  for (let item = 0; item < genresOf.length; item++) {
    const near = nearestOf(item);
    genre += near.filter((other) => genresOf[other][0] === genresOf[item][0]).length / near.length;
    if (franchiseOf[item] < 0) continue;
    inFranchise++;
    if (near.some((other) => franchiseOf[other] === franchiseOf[item])) franchise++;
  }
  return { genre: genre / genresOf.length, franchise: franchise / (inFranchise || 1) };
}

/** Places of the largest values, largest first. */
function strongest(values: Float64Array, count: number): number[] {
  const best: number[] = [];
  for (let at = 0; at < values.length; at++) {
    if (best.length === count && values[at] <= values[best[count - 1]]) continue;
    let place = best.length;
    while (place > 0 && values[best[place - 1]] < values[at]) place--;
    best.splice(place, 0, at);
    if (best.length > count) best.pop();
  }
  return best;
}
