/** The last fit before test is read: what was kept for choosing becomes training. */
import { numRowsOf, type RowLists } from '@/lib/csr';
import { countPart } from './countPart';
import { historiesOf } from './histories';
import { longTail } from './longTail';
import { refitKey } from './refitKey';
import type { PreparedDataset } from './types';

/**
 * The same data with validation as part of train: users, items and test as they were, popularity counted again, nothing
 * left to validate on. A user's interactions stay in time order; without times, validation follows train. A data set that
 * is refitted already comes back as it is.
 */
export function refitted(dataset: PreparedDataset): PreparedDataset {
  if (dataset.summary.refit) return dataset;
  const { train, valid, times, ratings, summary } = dataset;
  const order = mergedOrder(train, valid, times);
  const merged = {
    offsets: order.offsets,
    items: gather(Int32Array, order.places, train.items, valid.items),
  };
  const popularity = new Int32Array(dataset.popularity.length);
  for (const item of merged.items) popularity[item]++;
  const none: RowLists = { offsets: new Int32Array(train.offsets.length), items: new Int32Array() };
  return {
    ...dataset,
    summary: {
      ...summary,
      key: refitKey(summary.key),
      refit: true,
      parts: { train: countPart(merged), valid: { interactions: 0, users: 0 }, test: summary.parts.test },
      histories: historiesOf(merged),
      longTail: longTail(popularity),
    },
    train: merged,
    valid: none,
    times: times && {
      train: gather(Float64Array, order.places, times.train, times.valid),
      valid: new Float64Array(),
      test: times.test,
    },
    ratings: {
      train: gather(Float32Array, order.places, ratings.train, ratings.valid),
      valid: new Float32Array(),
      test: ratings.test,
    },
    popularity,
  };
}

/** For each place of the merged lists, where its value stands: in train, or after the end of train in validation. */
function mergedOrder(train: RowLists, valid: RowLists, times: PreparedDataset['times']) {
  const offsets = new Int32Array(train.offsets.length);
  const places = new Int32Array(train.items.length + valid.items.length);
  let size = 0;
  for (let user = 0; user < numRowsOf(train); user++) {
    let v = valid.offsets[user];
    for (let t = train.offsets[user]; t < train.offsets[user + 1]; t++) {
      while (times && v < valid.offsets[user + 1] && times.valid[v] < times.train[t]) {
        places[size++] = train.items.length + v++;
      }
      places[size++] = t;
    }
    while (v < valid.offsets[user + 1]) places[size++] = train.items.length + v++;
    offsets[user + 1] = size;
  }
  return { offsets, places };
}

type Numbers = Int32Array | Float32Array | Float64Array;

function gather<T extends Numbers>(Values: new (size: number) => T, places: Int32Array, first: T, second: T): T {
  const values = new Values(places.length);
  for (let i = 0; i < places.length; i++) {
    values[i] = places[i] < first.length ? first[places[i]] : second[places[i] - first.length];
  }
  return values;
}
