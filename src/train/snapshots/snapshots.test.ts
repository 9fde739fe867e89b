import { describe, expect, it } from 'vitest';
import { prepare } from '@/data/prepare';
import { refitted } from '@/data/refit';
import { syntheticSample } from '@/data/synthetic';
import { DEFAULT_PREPARE } from '@/data/types';
import { explainUser } from '@/eval/explainUser';
import { FULL_RANKING } from '@/eval/protocol';
import { rowOf } from '@/lib/csr';
import { aligned } from '@/lib/linear/procrustes';
import { randomStream } from '@/lib/random';
import type { Scorer } from '@/lib/scorer';
import { pca } from '@/projection/pca';
import { SnapshotTaker } from './SnapshotTaker';
import { thinOut } from './thinOut';
import { LIST_LENGTH, type RunSnapshots } from './types';
import { spreadUsers } from './watchedUsers';

const dataset = prepare(syntheticSample({ numUsers: 60, numItems: 80, seed: 1 }).table, DEFAULT_PREPARE);
const numItems = dataset.items.length;
const DIMENSIONS = 6;

/** Item vectors that drift with the epoch, and scores from them in coarse steps, so that there are ties. */
function modelAt(epoch: number): { scorer: Scorer; vectors: Float32Array } {
  const start = randomStream(1, 'init');
  const drift = randomStream(2, 'init');
  const vectors = Float32Array.from(
    { length: numItems * DIMENSIONS },
    () => start.normal() + 0.3 * epoch * drift.normal(),
  );
  const scorer: Scorer = {
    blockSize: 5,
    score: async (users) =>
      Float32Array.from({ length: users.length * numItems }, (_, at) => {
        const [user, item] = [users[Math.floor(at / numItems)], at % numItems];
        return Math.round(4 * vectors[item * DIMENSIONS + (user % DIMENSIONS)]);
      }),
  };
  return { scorer, vectors };
}

const embeddings = (epoch: number) => async () => ({ shape: [numItems, DIMENSIONS], data: modelAt(epoch).vectors });

async function taken(epochs: number[], before: RunSnapshots | null = null, best: number | null = null) {
  const taker = new SnapshotTaker(dataset, before);
  for (const epoch of epochs) await taker.take(epoch, best, modelAt(epoch).scorer, embeddings(epoch));
  return taker;
}

describe('SnapshotTaker', () => {
  it('keeps the lists and ranks that evaluation on validation gives, ties and all', async () => {
    const taker = await taken([0, 1, 2]);
    const { users, epochs } = taker.snapshots as RunSnapshots;
    expect(epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    expect(users).toHaveLength(16);
    for (const { epoch, lists, scores, ranks, numUsers } of epochs) {
      expect(numUsers).toBe(16);
      let at = 0;
      for (const [place, { userIndex, heldOut, numHeldOut }] of users.entries()) {
        const expected = await explainUser(modelAt(epoch).scorer, dataset, userIndex, 'valid', FULL_RANKING);
        const own = (values: ArrayLike<number>) =>
          Array.from(values).slice(place * LIST_LENGTH, (place + 1) * LIST_LENGTH);
        const top = expected.list.slice(0, LIST_LENGTH);
        expect(own(lists)).toEqual(top.map(({ itemIndex }) => itemIndex));
        expect(own(scores)).toEqual(top.map(({ score }) => score));
        expect(numHeldOut).toBe(expected.numRelevant);
        const rankOf = new Map(expected.relevant.map(({ itemIndex, rank }) => [itemIndex, rank]));
        for (const item of heldOut) expect(ranks[at++]).toBe(rankOf.get(item));
      }
      expect(at).toBe(ranks.length);
    }
  });

  it('draws principal components, each map laid over the one before', async () => {
    const { epochs, points } = (await taken([0, 1, 2])).snapshots as RunSnapshots;
    expect(Array.from(points)).toEqual(Array.from({ length: numItems }, (_, item) => item));
    let before: Float32Array | null = null;
    for (const { epoch, positions, explained } of epochs) {
      const all = Int32Array.from(points);
      const vectors = { rows: numItems, dimensions: DIMENSIONS, data: modelAt(epoch).vectors };
      const plane = pca(vectors, all);
      expect(explained).toEqual(plane.explained);
      expect(positions).toEqual(before ? aligned(plane.positions, before) : plane.positions);
      before = positions;
    }
    // a mirrored plane is the same map
    const mirrored = new SnapshotTaker(dataset, null);
    const flip = async () => ({
      shape: [numItems, DIMENSIONS],
      data: modelAt(0).vectors.map((value, at) => (at % 2 === 0 ? -value : value)),
    });
    await mirrored.take(0, null, modelAt(0).scorer, embeddings(0));
    await mirrored.take(1, null, modelAt(0).scorer, flip);
    const [first, second] = (mirrored.snapshots as RunSnapshots).epochs;
    second.positions?.forEach((value, at) => {
      expect(value).toBeCloseTo(first.positions?.[at] ?? Number.NaN, 3);
    });
  });

  it('adds people whom somebody looks at from then on, a few of them', async () => {
    const taker = await taken([0]);
    const spread = (taker.snapshots as RunSnapshots).users.map(({ userIndex }) => userIndex);
    const others = Array.from({ length: 60 }, (_, user) => user).filter((user) => !spread.includes(user));
    taker.watch([spread[3], ...others, 1000]);
    await taker.take(1, null, modelAt(1).scorer, embeddings(1));
    const { users, epochs } = taker.snapshots as RunSnapshots;
    expect(users).toHaveLength(16 + 15);
    expect(users.filter(({ chosen }) => chosen).map(({ userIndex }) => userIndex)).toEqual(others.slice(0, 15));
    expect(epochs.map(({ numUsers }) => numUsers)).toEqual([16, 31]);
    expect(epochs[1].lists).toHaveLength(31 * LIST_LENGTH);
  });

  it('goes on from what was kept, and puts a late best epoch in its place', async () => {
    const whole = (await taken([0, 1, 2, 3])).snapshots as RunSnapshots;
    const kept = structuredClone((await taken([0, 1])).snapshots);
    const resumed = (await taken([2, 3], kept)).snapshots as RunSnapshots;
    expect(resumed.epochs).toEqual(whole.epochs);
    const taker = await taken([0, 1, 4]);
    await taker.take(2, 2, modelAt(2).scorer, embeddings(2));
    const { epochs } = taker.snapshots as RunSnapshots;
    expect(epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 4]);
    expect(epochs[2]).toEqual(whole.epochs[2]);
    expect(taker.has(2)).toBe(true);
    expect(taker.has(3)).toBe(false);
  });

  it('is affordable while it is cheap beside the training', async () => {
    const kept = { ...((await taken([0])).snapshots as RunSnapshots), spentMs: 5000 };
    const taker = new SnapshotTaker(dataset, kept);
    expect(taker.isAffordable(99_000)).toBe(false);
    expect(taker.isAffordable(101_000)).toBe(true);
    expect(new SnapshotTaker(dataset, null).isAffordable(0)).toBe(true);
  });

  it('keeps a map out where a model has no item vectors', async () => {
    const taker = new SnapshotTaker(dataset, null);
    await taker.take(0, null, modelAt(0).scorer, async () => null);
    expect(taker.snapshots?.epochs[0].positions).toBeNull();
  });
});

describe('spreadUsers', () => {
  it('draws one from each group by activity, among those who have something to find', () => {
    const users = spreadUsers(dataset, 16);
    expect(spreadUsers(dataset, 16)).toEqual(users);
    expect(new Set(users).size).toBe(16);
    const activity = users.map((user) => rowOf(dataset.train, user).length);
    expect(activity).toEqual(activity.toSorted((a, b) => a - b));
    for (const user of users) expect(rowOf(dataset.valid, user).length).toBeGreaterThan(0);
    expect(spreadUsers(dataset, 1000).length).toBeLessThanOrEqual(60);
  });

  it('takes anybody where nothing is held out', async () => {
    const refit = refitted(dataset);
    expect(spreadUsers(refit, 16)).toHaveLength(16);
    const taker = new SnapshotTaker(refit, null);
    await taker.take(0, null, modelAt(0).scorer, embeddings(0));
    expect(taker.snapshots?.epochs[0].ranks).toHaveLength(0);
  });
});

describe('thinOut', () => {
  const upTo = (last: number) => Array.from({ length: last + 1 }, (_, epoch) => ({ epoch }));
  const epochs = (states: { epoch: number }[]) => states.map(({ epoch }) => epoch);

  it('leaves few states alone', () => {
    expect(epochs(thinOut(upTo(39), 4))).toEqual(epochs(upTo(39)));
    expect(thinOut([], null)).toEqual([]);
  });

  it.each([0, 7, 151, 998, 1000])('keeps the first, the best and the last of a long training, best %d', (best) => {
    let states: { epoch: number }[] = [];
    for (const state of upTo(1000)) states = thinOut([...states, state], state.epoch >= best ? best : null);
    expect(states).toHaveLength(40);
    expect(states[0].epoch).toBe(0);
    expect(states[39].epoch).toBe(1000);
    expect(epochs(states)).toContain(best);
  });

  it('keeps early states close together, and no gap much larger than its place in training', () => {
    let states: { epoch: number }[] = [];
    for (const state of upTo(1000)) states = thinOut([...states, state], null);
    const kept = epochs(states);
    expect(kept.slice(0, 3)).toEqual([0, 1, 2]);
    for (let at = 1; at < kept.length; at++) {
      expect(kept[at] - kept[at - 1]).toBeLessThanOrEqual(Math.max(1, 0.3 * (kept[at] + 10)));
    }
  });
});
