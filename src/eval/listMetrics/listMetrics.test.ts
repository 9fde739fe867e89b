/** Every list metric against a sum written out by hand. */
import { describe, expect, it } from 'vitest';
import { ListCounter } from '../listCounter';
import { evaluateScope } from '../measure';
import { popularityGroups } from '../popularityGroups';
import { datasetOf, fixedScorer, listsOf } from '../testSupport';
import { LIST_METRIC_IDS } from '../types';
import { LIST_METRICS, type Recommended } from './index';

const ids = (...items: number[]) => Int32Array.from(items);

/** 5 items, 10 users in training; 8 recommendations: item 0 five times, 1 twice, 3 once, 2 and 4 never. */
const SOME: Recommended = {
  counts: ids(5, 2, 0, 1, 0),
  total: 8,
  popularity: ids(10, 5, 4, 0, 1),
  numUsers: 10,
  isTail: Uint8Array.of(0, 0, 1, 1, 1),
};
const { coverage, gini, meanPopularity, novelty, longTail } = LIST_METRICS;

describe('list metrics', () => {
  it('coverage is the share of items recommended to anyone', () => {
    expect(coverage.compute(SOME)).toBe(3 / 5);
  });

  it('gini sums (2i - n - 1) c_i over ascending counts', () => {
    // counts ascending: 0 0 1 2 5, weights -4 -2 0 2 4
    expect(gini.compute(SOME)).toBeCloseTo((0 * -4 + 0 * -2 + 1 * 0 + 2 * 2 + 5 * 4) / (5 * 8), 12);
    expect(gini.compute({ ...SOME, counts: ids(3, 3, 3, 3, 3), total: 15 })).toBeCloseTo(0, 12);
    expect(gini.compute({ ...SOME, counts: ids(0, 9, 0, 0, 0), total: 9 })).toBeCloseTo(4 / 5, 12);
  });

  it('mean popularity averages training interactions over recommendations', () => {
    expect(meanPopularity.compute(SOME)).toBeCloseTo((5 * 10 + 2 * 5 + 1 * 0) / 8, 12);
  });

  it('novelty averages -log2 of the share of users; an item of nobody counts as one of one user', () => {
    const bits = 5 * -Math.log2(10 / 10) + 2 * -Math.log2(5 / 10) + 1 * -Math.log2(1 / 10);
    expect(novelty.compute(SOME)).toBeCloseTo(bits / 8, 12);
  });

  it('long-tail share counts recommendations of tail items', () => {
    expect(longTail.compute(SOME)).toBeCloseTo(1 / 8, 12);
  });

  it.each(LIST_METRIC_IDS)('%s is listed under its own id', (id) => {
    expect(LIST_METRICS[id].id).toBe(id);
  });
});

describe('popularityGroups', () => {
  it('cuts at 20 and 80 % of the interactions, the most popular first', () => {
    const popularity = ids(1, 15, 10, 30, 9, 20, 0, 15);
    // order: 3 (30), 5 (20), 1 (15), 7 (15), 2 (10), 4 (9), 0 (1), 6 (0); before each: 0 30 50 65 80 90 99 100
    expect([...popularityGroups(popularity)]).toEqual([2, 1, 2, 0, 2, 1, 2, 1]);
  });

  it('calls everything tail where nothing was trained on', () => {
    expect([...popularityGroups(ids(0, 0))]).toEqual([2, 2]);
  });
});

describe('ListCounter', () => {
  it('counts the first K of each list, and copes with short lists', () => {
    const counter = new ListCounter(listsOf([[0], [0], [1]]), 30);
    counter.add(Int32Array.from({ length: 20 }, (_, place) => place));
    counter.add(ids(0, 29));
    const metrics = counter.metrics();
    expect(metrics['coverage@5']).toBe(6 / 30);
    expect(metrics['coverage@10']).toBe(11 / 30);
    expect(metrics['coverage@20']).toBe(21 / 30);
    expect(metrics['meanPopularity@5']).toBeCloseTo((2 + 1 + 0 + 0 + 0 + 2 + 0) / 7, 12);
    // item 0 is head, 1 falls into the last 20 % only if 2 of 3 interactions reached 80 %: they have not
    expect(metrics['longTail@5']).toBeCloseTo((3 + 1) / 7, 12);
  });

  it('is 0 without lists', () => {
    expect(Object.values(new ListCounter(listsOf([[]]), 3).metrics()).every((value) => value === 0)).toBe(true);
  });

  it('goes into the table of an evaluation', async () => {
    const dataset = datasetOf(6, { train: [[0], [0, 1]], valid: [[], []], test: [[5], [4]] });
    const scope = { candidates: 'full', numUsersSampled: null } as const;
    const { table } = await evaluateScope(fixedScorer([6, 5, 4, 3, 2, 1]), dataset, 'test', scope);
    // lists: 1 2 3 4 5 and 2 3 4 5
    expect(table.lists['coverage@5']).toBe(5 / 6);
    expect(table.lists['meanPopularity@10']).toBeCloseTo(1 / 9, 12);
    // counts ascending 0 1 2 2 2 2, weights -5 -3 -1 1 3 5
    expect(table.lists['gini@5']).toBeCloseTo((1 * -3 + 2 * (-1 + 1 + 3 + 5)) / (6 * 9), 12);
  });
});
