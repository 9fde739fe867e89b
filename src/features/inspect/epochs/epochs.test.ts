import { describe, expect, it } from 'vitest';
import type { Item } from '@/data/types';
import type { Run } from '@/state/runTypes';
import type { RunSnapshots } from '@/train/snapshots/types';
import { finalList, overlapCurves, rankCurves } from './epochCurves';
import { createPlayhead, epochAt, placeOf } from './playhead';
import { ranksCsv } from './ranksCsv';
import { positionsAt, rankIn, snapshotAt, stopsOf, trailOf, userState, userStates, watchedBy } from './readSnapshots';

/** Two users from the start, a third from epoch 2 on; lists of two films. */
const snapshots: RunSnapshots = {
  version: 1,
  users: [
    { userIndex: 4, heldOut: [1], numHeldOut: 1, chosen: false },
    { userIndex: 7, heldOut: [0, 2], numHeldOut: 2, chosen: false },
    { userIndex: 9, heldOut: [3], numHeldOut: 1, chosen: true },
  ],
  points: Int32Array.of(0, 2),
  epochs: [
    state(0, 2, [0, 1, 2, 3], [5, 2, 8], [0, 0, 4, 4]),
    state(2, 3, [1, 0, 2, 0, 3, -1], [1, 1, 4, 1], [2, 0, 4, 8]),
    state(6, 3, [1, 2, 0, 2, 3, 1], [1, 1, 2, 9], [2, 4, 0, 8]),
  ],
  spentMs: 1,
};

function state(epoch: number, numUsers: number, lists: number[], ranks: number[], positions: number[]) {
  return {
    epoch,
    numUsers,
    lists: Int32Array.from(lists),
    scores: Float32Array.from(lists, (_, at) => 10 - at),
    ranks: Int32Array.from(ranks),
    positions: Float32Array.from(positions),
    explained: null,
  };
}

const run = {
  id: 'a',
  label: 'NeuMF',
  request: { model: 'neumf' },
  history: [{ epoch: 2, isBest: true }],
  finished: { bestEpoch: 2 },
} as unknown as Run;
const past = { run, snapshots };

describe('readSnapshots', () => {
  it('finds a user and what belongs to them', () => {
    expect(userState(snapshots, snapshots.epochs[1], 7)).toEqual({
      epoch: 2,
      list: [
        { itemIndex: 2, score: 8 },
        { itemIndex: 0, score: 7 },
      ],
      ranks: new Map([
        [0, 1],
        [2, 4],
      ]),
    });
    expect(userState(snapshots, snapshots.epochs[0], 9)).toBeNull();
    expect(userStates(snapshots, 9).map(({ epoch }) => epoch)).toEqual([2, 6]);
    expect(userStates(snapshots, 9)[0].list).toHaveLength(1);
    expect(userState(snapshots, snapshots.epochs[2], 1)).toBeNull();
    expect(watchedBy([null, snapshots]).map(({ userIndex }) => userIndex)).toEqual([4, 7, 9]);
  });

  it('shows the newest state up to an epoch', () => {
    expect([0, 1, 2, 5, 6, 9].map((epoch) => snapshotAt(snapshots, epoch).epoch)).toEqual([0, 0, 2, 2, 6, 6]);
    expect(stopsOf([snapshots, null, { ...snapshots, epochs: [state(3, 0, [], [], [])] }])).toEqual([0, 2, 3, 6]);
  });

  it('takes one rank, or the middle one', () => {
    const [first] = userStates(snapshots, 7);
    expect(rankIn(first, 2)).toBe(8);
    expect(rankIn(first, null)).toBe(5);
    expect(rankIn(first, 77)).toBeNull();
    expect(rankIn({ ...first, ranks: new Map() }, null)).toBeNull();
  });

  it('moves films in straight lines', () => {
    expect(Array.from(positionsAt(snapshots, 0) ?? [])).toEqual([0, 0, 4, 4]);
    expect(Array.from(positionsAt(snapshots, 1) ?? [])).toEqual([1, 0, 4, 6]);
    expect(Array.from(positionsAt(snapshots, 3) ?? [])).toEqual([2, 1, 3, 8]);
    expect(Array.from(positionsAt(snapshots, 60) ?? [])).toEqual([2, 4, 0, 8]);
    expect(Array.from(trailOf(snapshots, 1, 3))).toEqual([4, 4, 4, 8, 3, 8]);
    expect(positionsAt({ ...snapshots, epochs: [] }, 1)).toBeNull();
  });
});

describe('lines over epochs', () => {
  it('draws ranks with the best epoch, and likeness to the list of the best', () => {
    const [ranks] = rankCurves([past], 7, null);
    expect(ranks.points).toEqual([
      { x: 0, y: 5 },
      { x: 2, y: 2.5 },
      { x: 6, y: 1.5 },
    ]);
    expect(ranks.best).toEqual({ x: 2, y: 2.5 });
    expect(finalList(past, 7)).toEqual([2, 0]);
    expect(finalList({ ...past, run: { ...run, finished: null } }, 7)).toEqual([0, 2]);
    const [alike] = overlapCurves([past], 7, 'jaccard');
    // {2, 3} and {2, 0} share one of three
    expect(alike.points.map(({ y }) => y)).toEqual([1 / 3, 1, 1]);
    expect(overlapCurves([past], 7, 'rbo')[0].points[2].y).toBeLessThan(1);
  });

  it('writes every rank into the file', () => {
    const items = [0, 1, 2, 3].map((item) => ({ id: `i${item}`, title: `Film ${item}` })) as Item[];
    const lines = ranksCsv([past], items, (user) => `u${user}`)
      .trim()
      .split(/\r?\n/);
    expect(lines).toHaveLength(1 + 3 + 4 + 4);
    expect(lines[0]).toBe('run,epoch,is_best,user,item,title,rank');
    expect(lines).toContain('NeuMF,2,1,u7,i2,Film 2,4');
    expect(lines).toContain('NeuMF,6,0,u9,i3,Film 3,9');
  });
});

describe('createPlayhead', () => {
  function started(isStill = false) {
    let now = 0;
    let waiting: (() => void) | null = null;
    const playhead = createPlayhead({
      now: () => now,
      request(callback) {
        waiting = callback;
        return 1;
      },
      cancel() {
        waiting = null;
      },
      isStill: () => isStill,
    });
    playhead.setStops([0, 1, 3, 10]);
    const pass = (ms: number) => {
      now += ms;
      const callback = waiting;
      waiting = null;
      callback?.();
      return playhead.get();
    };
    return { playhead, pass };
  }

  it('plays from stop to stop, the map in between', () => {
    const { playhead, pass } = started();
    playhead.play(2);
    expect(pass(250)).toEqual({ epoch: 0, position: 0.5, playing: true });
    expect(pass(500)).toEqual({ epoch: 1, position: 2, playing: true });
    expect(pass(5000)).toEqual({ epoch: 10, position: 10, playing: false });
    // from the beginning again
    playhead.play(1);
    expect(playhead.get()).toEqual({ epoch: 0, position: 0, playing: true });
    pass(1500);
    playhead.pause();
    expect(playhead.get()).toEqual({ epoch: 1, position: 1, playing: false });
    expect(pass(1000).epoch).toBe(1);
  });

  it('steps at once in the lists, and glides on the map, both ways', () => {
    const { playhead, pass } = started();
    playhead.go(9);
    expect(playhead.get()).toMatchObject({ epoch: 10, position: 0 });
    const { position } = pass(100);
    expect(position).toBeGreaterThan(0);
    expect(position).toBeLessThan(10);
    expect(pass(1000).position).toBe(10);
    playhead.go(3);
    expect(pass(100).position).toBeLessThan(10);
    expect(pass(1000)).toEqual({ epoch: 3, position: 3, playing: false });
  });

  it('jumps where less motion is asked for', () => {
    const { playhead, pass } = started(true);
    playhead.go(3);
    expect(playhead.get()).toEqual({ epoch: 3, position: 3, playing: false });
    playhead.go(0);
    playhead.play(1);
    expect(pass(1500)).toEqual({ epoch: 1, position: 1, playing: true });
  });

  it('keeps its epoch when more come, and goes to the nearest when its own is left out', () => {
    const { playhead } = started(true);
    playhead.go(3);
    playhead.setStops([0, 1, 3, 10, 11]);
    expect(playhead.get().epoch).toBe(3);
    playhead.setStops([0, 4, 11]);
    expect(playhead.get().epoch).toBe(4);
  });

  it('counts places among stops', () => {
    for (const [place, epoch] of [
      [0, 0],
      [1.5, 2],
      [2.5, 6.5],
      [3, 10],
    ]) {
      expect(epochAt([0, 1, 3, 10], place)).toBe(epoch);
      expect(placeOf([0, 1, 3, 10], epoch)).toBe(place);
    }
    expect(placeOf([5], 5)).toBe(0);
  });
});
