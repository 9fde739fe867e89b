import { describe, expect, it, vi } from 'vitest';
import { type RowLists, rowListsFromPairs } from '@/lib/csr';
import { randomStream } from '@/lib/random';
import type { Scorer } from '@/lib/scorer';
import { evaluate } from './evaluate';
import type { Protocol } from './types';

const protocol: Protocol = {
  dataFingerprint: 'f',
  split: 'leave-one-out',
  filter: 'all ratings',
  refit: false,
  candidates: 'full',
  masked: 'train, at test train+valid',
  seed: 1,
  users: 'all',
  hash: '0000',
};

function listsOf(rows: number[][]): RowLists {
  return rowListsFromPairs(
    rows.length,
    rows.flatMap((row, user) => row.map(() => user)),
    rows.flat(),
  );
}

/** Scores the same for everyone. */
function fixedScorer(scores: number[], blockSize = 2): Scorer {
  return {
    blockSize,
    score: async (users) =>
      Float32Array.from({ length: users.length * scores.length }, (_, i) => scores[i % scores.length]),
  };
}

// Items 0 .. 5, scored 6, 5, 4, 3, 2, 1: the order of the list is the order of the indices.
const parts = {
  items: { length: 6 },
  train: listsOf([[0], [1, 2], [5], [0, 1]]),
  valid: listsOf([[1], [4], [], [2]]),
  test: listsOf([[3, 5], [0], [2], []]),
};
const scorer = fixedScorer([6, 5, 4, 3, 2, 1]);

describe('evaluate', () => {
  it('ranks validation with the training items masked', async () => {
    const { table, perUser } = await evaluate(scorer, parts, 'valid', { protocol });
    // user 0: 1 2 3 4 5 -> place 1; user 1: 0 3 4 5 -> place 3; user 2 has nothing; user 3: 2 .. -> place 1
    expect(table.part).toBe('valid');
    expect(table.protocol).toEqual(protocol);
    expect(table.numUsers).toBe(3);
    expect([...perUser.users]).toEqual([0, 1, 3]);
    expect(table.values['mrr@5']).toBeCloseTo((1 + 1 / 3 + 1) / 3, 6);
    expect(table.values['ndcg@10']).toBeCloseTo((1 + 1 / Math.log2(4) + 1) / 3, 6);
    expect(table.values['precision@5']).toBeCloseTo(1 / 5, 6);
    expect(table.values['recall@5']).toBe(1);
  });

  it('ranks test with training and validation masked, averaging per user', async () => {
    const { table, perUser } = await evaluate(scorer, parts, 'test', { protocol });
    // user 0: 2 3 4 5 -> hits at 2 and 4 of 2 relevant; user 1: 0 .. -> 1; user 2: 0 1 2 .. -> 3; user 3 has nothing
    expect(table.numUsers).toBe(3);
    const ndcg0 = (1 / Math.log2(3) + 1 / Math.log2(5)) / (1 / Math.log2(2) + 1 / Math.log2(3));
    expect(perUser.values['ndcg@5'][0]).toBeCloseTo(ndcg0, 6);
    expect(table.values['ndcg@5']).toBeCloseTo((ndcg0 + 1 + 1 / Math.log2(4)) / 3, 6);
    expect(table.values['map@5']).toBeCloseTo(((1 / 2 + 2 / 4) / 2 + 1 + 1 / 3) / 3, 6);
    expect(table.values['hitRate@20']).toBe(1);
    expect(table.values['precision@20']).toBeCloseTo((2 / 20 + 1 / 20 + 1 / 20) / 3, 6);
  });

  it('hands the scorer the history that it may know', async () => {
    const score = vi.fn(scorer.score);
    await evaluate({ blockSize: 8, score }, parts, 'valid', { protocol });
    await evaluate({ blockSize: 8, score }, parts, 'test', { protocol });
    const [[, validHistory], [, testHistory]] = score.mock.calls;
    expect(validHistory).toEqual(parts.train);
    expect(testHistory).toEqual(listsOf([[0, 1], [1, 2, 4], [5], [0, 1, 2]]));
  });

  it('ranks chosen users only', async () => {
    const { table, perUser } = await evaluate(scorer, parts, 'test', { protocol, users: Int32Array.of(1, 3) });
    expect(table.numUsers).toBe(1);
    expect([...perUser.users]).toEqual([1]);
  });

  it('leaves out a user whose only relevant item was seen before', async () => {
    const leaky = { ...parts, test: listsOf([[1], [0], [], []]) };
    const { perUser } = await evaluate(scorer, leaky, 'test', { protocol });
    expect([...perUser.users]).toEqual([1]);
  });

  it('says 0 users instead of dividing by zero', async () => {
    const { table, scoringMsPerUser } = await evaluate(scorer, { ...parts, test: listsOf([[], [], [], []]) }, 'test', {
      protocol,
    });
    expect(table.numUsers).toBe(0);
    expect(table.values['ndcg@10']).toBe(0);
    expect(scoringMsPerUser).toBe(0);
  });

  it('reports progress block by block, lets messages in, and stops when asked', async () => {
    const progress: number[][] = [];
    let other = 0;
    const timer = new MessageChannel();
    timer.port1.onmessage = () => {
      other++;
      timer.port2.postMessage(null);
    };
    timer.port2.postMessage(null);
    const stopped = evaluate(fixedScorer([6, 5, 4, 3, 2, 1], 1), parts, 'valid', {
      protocol,
      onProgress: (done, total) => progress.push([done, total]),
      shouldStop: () => progress.length === 2,
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    timer.port1.close();
    expect(progress).toEqual([
      [1, 3],
      [2, 3],
    ]);
    expect(other).toBeGreaterThan(0);
  });

  it('refuses NaN and a wrong number of scores', async () => {
    const diverged = fixedScorer([1, Number.NaN, 1, 1, 1, 1]);
    await expect(evaluate(diverged, parts, 'valid', { protocol })).rejects.toMatchObject({ code: 'nan-loss' });
    await expect(evaluate(fixedScorer([1, 2]), parts, 'valid', { protocol })).rejects.toMatchObject({ code: 'shape' });
  });

  it('gives random scores the hit rate that chance gives', async () => {
    const numUsers = 4000;
    const numItems = 100;
    const rows = (make: (user: number) => number[]) =>
      listsOf(Array.from({ length: numUsers }, (_, user) => make(user)));
    // 10 items seen, one relevant: each of the 90 candidates is as likely at each place.
    const random = randomStream(5, 'evaluation');
    const data = {
      items: { length: numItems },
      train: rows((user) => Array.from({ length: 10 }, (_, i) => (user + i) % numItems)),
      valid: rows((user) => [(user + 50) % numItems]),
      test: rows(() => []),
    };
    const chance: Scorer = {
      blockSize: 500,
      score: async (users) => Float32Array.from({ length: users.length * numItems }, () => random.uniform()),
    };
    const { table } = await evaluate(chance, data, 'valid', { protocol });
    for (const k of [5, 10, 20] as const) {
      const expected = k / 90;
      const deviation = Math.sqrt((expected * (1 - expected)) / numUsers);
      expect(Math.abs(table.values[`hitRate@${k}`] - expected)).toBeLessThan(4 * deviation);
      expect(table.values[`precision@${k}`]).toBeCloseTo(table.values[`hitRate@${k}`] / k, 6);
    }
    let expectedNdcg = 0;
    for (let place = 1; place <= 10; place++) expectedNdcg += 1 / Math.log2(place + 1) / 90;
    expect(Math.abs(table.values['ndcg@10'] - expectedNdcg)).toBeLessThan(0.012);
  });
});
