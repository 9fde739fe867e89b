/** What `scripts/parity/make_fixtures.py` wrote: a model, data, and what an independent implementation computed. */
import type { AdamOptions, HostArray, HostArrays } from '@/engine/types';
import { rowListsFromPairs } from '@/lib/csr';
import type { Config, NeuralModelId, TrainingData } from '@/models/types';

interface PlainArray {
  shape: number[];
  data: number[];
}

export interface Fixture {
  model: NeuralModelId;
  config: Config;
  numUsers: number;
  numItems: number;
  /** each user's training items in time order */
  train: number[][];
  /** initial parameters, exactly as float32 holds them */
  weights: Record<string, PlainArray>;
  /** one for each step of training; the first is also what `loss` and `gradients` are of */
  batches: Record<string, PlainArray & { type: 'int32' | 'float32' }>[];
  /** [numUsers, numItems], with the initial weights */
  scores: PlainArray;
  /**
   * Of a model that reads sequences, for each user's latest L training items, right-aligned: attention
   * [blocks, numUsers, heads, L, L] and scores after each position [numUsers, L, numItems]
   */
  looks?: { attention: PlainArray; scoresAfterEach: PlainArray };
  loss: number;
  gradients: Record<string, PlainArray>;
  /** as the model's paper or its authors' code has it; ten losses would not show another epsilon */
  adam: AdamOptions;
  /** before each step of Adam */
  losses: number[];
}

const files = import.meta.glob<Fixture>('./fixtures/*.json', { eager: true, import: 'default' });

/** All committed fixtures, by the name of their case. */
export const FIXTURES: { name: string; fixture: Fixture }[] = Object.entries(files).map(([path, fixture]) => ({
  name: path.slice('./fixtures/'.length, -'.json'.length),
  fixture,
}));

export function weightsOf(fixture: Fixture): HostArrays {
  return mapValues(fixture.weights, ({ shape, data }) => ({ shape, data: Float32Array.from(data) }));
}

export function batchesOf(fixture: Fixture): HostArrays[] {
  return fixture.batches.map((batch) =>
    mapValues(batch, ({ type, shape, data }) => ({
      shape,
      data: type === 'int32' ? Int32Array.from(data) : Float32Array.from(data),
    })),
  );
}

export function trainingDataOf({ numUsers, numItems, train }: Fixture): TrainingData {
  const users = train.flatMap((items, user) => items.map(() => user));
  const items = train.flat();
  const popularity = new Int32Array(numItems);
  for (const item of items) popularity[item]++;
  return { numUsers, numItems, train: rowListsFromPairs(numUsers, users, items), popularity };
}

function mapValues<T>(record: Record<string, T>, map: (value: T) => HostArray): HostArrays {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
