/** The sample's planted truth in the indices of a prepared data set, with lists to hold a model's against. */
import { numRowsOf, rowListsFromPairs } from '@/lib/csr';
import { randomStream } from '@/lib/random';
import type { PreparedDataset } from '../types';
import { syntheticSample } from './index';
import { makeOracle } from './oracle';
import type { SampleTruth } from './truth';

export const TRUTH_LIST_LENGTH = 10;
/** Of the lists by chance. */
const SEED = 1;

/** Made anew each time: equal seeds give an equal sample, and nothing of it is stored. */
export function sampleTruth(dataset: PreparedDataset): SampleTruth {
  const { table, truth } = syntheticSample();
  const tableItem = indicesOf(
    table.items.map(({ id }) => id),
    dataset.items.map(({ id }) => id),
  );
  const tableUser = indicesOf(table.userIds, dataset.userIds);
  const itemOf = new Int32Array(table.items.length).fill(-1);
  for (const [item, at] of tableItem.entries()) itemOf[at] = item;
  const numUsers = dataset.userIds.length;
  const numItems = dataset.items.length;
  const numGenres = truth.genres.length;
  const histories = historiesOf(dataset);

  const oracle = makeOracle(truth);
  const lists = new Int32Array(numUsers * TRUTH_LIST_LENGTH);
  const chance = new Int32Array(numUsers * TRUTH_LIST_LENGTH);
  const tastes = new Float32Array(numUsers * numGenres);
  histories.forEach(({ items, time }, user) => {
    const at = tableUser[user];
    tastes.set(truth.tastes.subarray(at * numGenres, (at + 1) * numGenres), user * numGenres);
    const chances = oracle.next(
      at,
      items.map((item) => tableItem[item]),
      time,
    );
    const seen = new Set(items);
    const unseen = Array.from({ length: numItems }, (_, item) => item).filter((item) => !seen.has(item));
    const random = randomStream(SEED, 'evaluation', user);
    const drawn = new Set<number>();
    while (drawn.size < Math.min(TRUTH_LIST_LENGTH, unseen.length)) drawn.add(unseen[random.integer(unseen.length)]);
    chance.set([...drawn], user * TRUTH_LIST_LENGTH);
    unseen.sort((a, b) => chances[tableItem[b]] - chances[tableItem[a]] || a - b);
    lists.set(unseen.slice(0, TRUTH_LIST_LENGTH), user * TRUTH_LIST_LENGTH);
  });
  return {
    genres: truth.genres,
    tastes,
    genresOf: Array.from(tableItem, (at) => truth.genresOf[at]),
    franchiseOf: tableItem.map((at) => truth.franchiseOf[at]),
    successorOf: tableItem.map((at) => (truth.successorOf[at] < 0 ? -1 : itemOf[truth.successorOf[at]])),
    appeal: Float64Array.from(tableItem, (at) => truth.appeal[at]),
    known: rowListsFromPairs(
      numUsers,
      histories.flatMap(({ items }, user) => items.map(() => user)),
      histories.flatMap(({ items }) => items),
    ),
    oracle: lists,
    chance,
    listLength: TRUTH_LIST_LENGTH,
  };
}

/** Places of ids in a list of ids. */
function indicesOf(all: string[], wanted: string[]): Int32Array {
  const places = new Map(all.map((id, place) => [id, place]));
  return Int32Array.from(wanted, (id) => places.get(id) ?? -1);
}

/** Training and validation in time order, and the moment of the last of it. */
function historiesOf({ train, valid, times }: PreparedDataset): { items: number[]; time: number }[] {
  return Array.from({ length: numRowsOf(train) }, (_, user) => {
    const seen: { item: number; time: number }[] = [];
    for (const [lists, of] of [
      [train, times?.train],
      [valid, times?.valid],
    ] as const) {
      for (let k = lists.offsets[user]; k < lists.offsets[user + 1]; k++) {
        seen.push({ item: lists.items[k], time: of?.[k] ?? 0 });
      }
    }
    seen.sort((a, b) => a.time - b.time);
    return { items: seen.map(({ item }) => item), time: seen[seen.length - 1]?.time ?? 0 };
  });
}
