/** Against scipy (`scripts/significance/make_fixture.py`), and against what is known without it. */
import { describe, expect, it } from 'vitest';
import { randomStream } from '@/lib/random';
import { METRIC_KEYS } from '../metricKeys';
import type { MetricKey, UserMetrics } from '../types';
import { bootstrapInterval } from './bootstrapInterval';
import { compareSeveral, compareUsers } from './compareUsers';
import { holm } from './holm';
import { pairedPermutation } from './pairedPermutation';
import fixture from './scipy.json';
import { spread } from './spread';

const ROUNDS = 20_000;
const OPTIONS = { rounds: 2000, seed: 1, confidence: 0.95 };

/** Users and their values of NDCG@10; all other metrics are 0. */
function metricsOf(values: Record<number, number>): UserMetrics {
  const users = Int32Array.from(Object.keys(values), Number);
  const all = Object.fromEntries(METRIC_KEYS.map((key) => [key, new Float32Array(users.length)]));
  return {
    users,
    values: { ...all, 'ndcg@10': Float32Array.from(Object.values(values)) } as Record<MetricKey, Float32Array>,
  };
}

describe.each(fixture.cases)('scipy: $name', ({ differences, exact, pValue, interval }) => {
  const values = Float64Array.from(differences);

  it('gives the same p-value', async () => {
    const tested = await pairedPermutation(values, ROUNDS, 1);
    expect(tested.exact).toBe(exact);
    // Both sides draw; the sum of their variances bounds how far apart they may be.
    const deviation = Math.sqrt(pValue * (1 - pValue) * (1 / ROUNDS + 1 / fixture.rounds));
    if (exact) expect(tested.pValue).toBeCloseTo(pValue, 12);
    else expect(Math.abs(tested.pValue - pValue)).toBeLessThan(5 * deviation + 1 / ROUNDS);
  });

  it('gives the same bootstrap interval', async () => {
    const own = await bootstrapInterval(values, ROUNDS, 1, 0.95);
    const width = interval[1] - interval[0];
    // The ends of 20,000 resamples have a standard error below 1 % of the width; few users give steps.
    const allowed = differences.length < 20 ? 0.06 * width : 0.03 * width;
    expect(Math.abs(own.low - interval[0])).toBeLessThan(allowed);
    expect(Math.abs(own.high - interval[1])).toBeLessThan(allowed);
  });
});

describe('pairedPermutation', () => {
  it('follows its seed, and never says 0', async () => {
    const sure = Float64Array.from({ length: 60 }, (_, i) => 1 + i / 60);
    expect(await pairedPermutation(sure, 999, 1)).toEqual({ pValue: 1 / 1000, exact: false });
    const unsure = Float64Array.from({ length: 60 }, (_, i) => Math.sin(i) + 0.1);
    const first = await pairedPermutation(unsure, 999, 1);
    expect(await pairedPermutation(unsure, 999, 1)).toEqual(first);
    expect(await pairedPermutation(unsure, 999, 2)).not.toEqual(first);
  });

  it('is exact as long as all patterns fit into the rounds; zeros do not count', async () => {
    // all of one sign: only the two patterns of equal signs are as extreme
    expect(await pairedPermutation(Float64Array.of(1, 2, 4, 0, 0), 8, 1)).toEqual({ pValue: 2 / 8, exact: true });
    expect((await pairedPermutation(Float64Array.of(1, 2, 4, 8), 8, 1)).exact).toBe(false);
    expect(await pairedPermutation(Float64Array.of(0, 0), 8, 1)).toEqual({ pValue: 1, exact: true });
  });

  it('is right as often as it says: p below .1 in a tenth of the comparisons without a difference', async () => {
    const random = randomStream(3, 'synthetic');
    let small = 0;
    const comparisons = 1000;
    for (let c = 0; c < comparisons; c++) {
      const values = Float64Array.from({ length: 40 }, () => random.normal());
      if ((await pairedPermutation(values, 199, c)).pValue <= 0.1) small++;
    }
    expect(Math.abs(small / comparisons - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / comparisons));
  });
});

describe('bootstrapInterval', () => {
  it('comes near the normal interval for many users, and narrows with less confidence', async () => {
    const random = randomStream(4, 'synthetic');
    const values = Float64Array.from({ length: 1000 }, () => random.normal() + 0.2);
    const { mean, seedSd } = spread(
      [...values].map((value) => metricsOf({ 0: value })),
      'ndcg@10',
    );
    const error = (seedSd as number) / Math.sqrt(values.length);
    const wide = await bootstrapInterval(values, 4000, 1, 0.95);
    expect(wide.low).toBeCloseTo(mean - 1.96 * error, 2);
    expect(wide.high).toBeCloseTo(mean + 1.96 * error, 2);
    const narrow = await bootstrapInterval(values, 4000, 1, 0.5);
    expect((narrow.high - narrow.low) / (wide.high - wide.low)).toBeCloseTo(0.674 / 1.96, 1);
    expect(await bootstrapInterval(values, 100, 1, 0.95)).toEqual(await bootstrapInterval(values, 100, 1, 0.95));
  });

  it('is a point where all users are alike', async () => {
    expect(await bootstrapInterval(Float64Array.of(0.5, 0.5, 0.5), 50, 1, 0.95)).toEqual({ low: 0.5, high: 0.5 });
  });
});

describe('holm', () => {
  it.each(fixture.holm)('corrects $pValues as R does', ({ pValues, adjusted }) => {
    holm(pValues).forEach((value, i) => {
      expect(value).toBeCloseTo(adjusted[i], 12);
    });
  });

  it('is written out for three', () => {
    expect(holm([0.03, 0.01, 0.04])).toEqual([0.06, 0.03, 0.06]);
    expect(holm([])).toEqual([]);
  });
});

describe('compareUsers', () => {
  const a = metricsOf({ 1: 0.5, 2: 0.25, 5: 0, 7: 1, 9: 0.125 });
  const b = metricsOf({ 2: 0.75, 3: 1, 5: 0, 7: 0.5, 9: 0.25 });

  it('compares the users that both have: b - a, wins, ties and losses', async () => {
    const comparison = await compareUsers(a, b, 'ndcg@10', OPTIONS);
    expect(comparison).toMatchObject({ metric: 'ndcg@10', numUsers: 4, wins: 2, ties: 1, losses: 1, exact: true });
    expect(comparison.meanA).toBeCloseTo((0.25 + 0 + 1 + 0.125) / 4, 12);
    expect(comparison.meanB).toBeCloseTo((0.75 + 0 + 0.5 + 0.25) / 4, 12);
    expect(comparison.difference).toBeCloseTo((0.5 - 0.5 + 0.125) / 4, 12);
    // of 8 patterns of .5, .5, .125 all have |sum| >= .125: only +-.5 +-.5 cancel, to .125
    expect(comparison.pValue).toBe(1);
    expect(comparison.adjustedPValue).toBe(1);
    expect(comparison.interval.low).toBeLessThanOrEqual(comparison.difference);
    expect(comparison.interval.high).toBeGreaterThanOrEqual(comparison.difference);
    expect(comparison.interval.confidence).toBe(0.95);
  });

  it('is the same seen from the other side', async () => {
    const there = await compareUsers(a, b, 'ndcg@10', OPTIONS);
    const back = await compareUsers(b, a, 'ndcg@10', OPTIONS);
    expect(back.difference).toBeCloseTo(-there.difference, 12);
    expect(back.interval.low).toBeCloseTo(-there.interval.high, 12);
    expect(back).toMatchObject({ pValue: there.pValue, wins: there.losses, losses: there.wins });
  });

  it('finds no difference of a run from itself', async () => {
    const same = await compareUsers(a, a, 'ndcg@10', OPTIONS);
    expect(same).toMatchObject({ difference: 0, pValue: 1, wins: 0, losses: 0, ties: 5 });
    expect(same.interval).toMatchObject({ low: 0, high: 0 });
  });

  it('refuses runs without a common user, and options out of range', async () => {
    await expect(compareUsers(a, metricsOf({ 4: 1 }), 'ndcg@10', OPTIONS)).rejects.toMatchObject({
      code: 'invalid-config',
    });
    for (const wrong of [{ rounds: 0 }, { rounds: 1.5 }, { confidence: 1 }, { confidence: 0 }]) {
      await expect(compareUsers(a, b, 'ndcg@10', { ...OPTIONS, ...wrong })).rejects.toMatchObject({
        code: 'invalid-config',
      });
    }
  });

  it('corrects several comparisons for their number', async () => {
    const at = (gain: number) =>
      metricsOf(
        Object.fromEntries(Array.from({ length: 10 }, (_, user) => [user, 0.5 + gain * (user % 3 ? 0.25 : -0.125)])),
      );
    const others = [at(1), at(0), at(-1)];
    const several = await compareSeveral(at(0), others, 'ndcg@10', OPTIONS);
    expect(several.map(({ difference }) => Math.sign(difference))).toEqual([1, 0, -1]);
    const alone = await Promise.all(others.map((other) => compareUsers(at(0), other, 'ndcg@10', OPTIONS)));
    expect(several.map(({ pValue }) => pValue)).toEqual(alone.map(({ pValue }) => pValue));
    expect(several.map(({ adjustedPValue }) => adjustedPValue)).toEqual(holm(alone.map(({ pValue }) => pValue)));
    expect(several[0].adjustedPValue).toBe(3 * several[0].pValue);
  });
});

describe('spread', () => {
  it('keeps seeds and users apart', () => {
    const runs = [metricsOf({ 0: 0.25, 1: 0.75 }), metricsOf({ 0: 0.5, 1: 1 }), metricsOf({ 0: 0, 1: 0.5 })];
    const { numRuns, mean, seedSd, userStandardError } = spread(runs, 'ndcg@10');
    // means .5, .75, .25; within each run values are .25 from their mean
    expect({ numRuns, mean }).toEqual({ numRuns: 3, mean: 0.5 });
    expect(seedSd).toBeCloseTo(0.25, 12);
    expect(userStandardError).toBeCloseTo(Math.sqrt(0.125 / 2), 12);
  });

  it('cannot tell the spread of one seed, nor that of nothing', () => {
    expect(spread([metricsOf({ 0: 0.5, 1: 0.5 })], 'ndcg@10')).toEqual({
      numRuns: 1,
      mean: 0.5,
      seedSd: null,
      userStandardError: 0,
    });
    expect(() => spread([], 'ndcg@10')).toThrow(/at least one run/);
    expect(() => spread([metricsOf({})], 'ndcg@10')).toThrow(/users in each/);
  });
});
