/** Every metric against a sum written out by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRIC_IDS } from '../types';
import { METRICS } from './index';

/** A list of 20 places with hits at the given places, counted from 1. */
function listWith(places: number[], numRelevant: number) {
  const hits = new Uint8Array(20);
  for (const place of places) hits[place - 1] = 1;
  return { hits, numRelevant };
}

/** Relevant at places 2, 5 and 11; two more relevant items are nowhere in the list. */
const THREE_OF_FIVE = listWith([2, 5, 11], 5);
/** The only relevant item is at place 2. */
const SECOND = listWith([2], 1);
const NOTHING = listWith([], 3);
/** 30 relevant items, all 20 places hit. */
const PERFECT = listWith(
  Array.from({ length: 20 }, (_, place) => place + 1),
  30,
);

const { precision, recall, ndcg, hitRate, mrr, map } = METRICS;

describe('precision', () => {
  it('divides by K', () => {
    expect(precision.compute(THREE_OF_FIVE, 5)).toBe(2 / 5);
    expect(precision.compute(THREE_OF_FIVE, 10)).toBe(2 / 10);
    expect(precision.compute(THREE_OF_FIVE, 20)).toBe(3 / 20);
  });
});

describe('recall', () => {
  it('divides by all relevant items', () => {
    expect(recall.compute(THREE_OF_FIVE, 5)).toBe(2 / 5);
    expect(recall.compute(THREE_OF_FIVE, 20)).toBe(3 / 5);
    expect(recall.compute(PERFECT, 20)).toBe(20 / 30);
  });
});

describe('ndcg', () => {
  it('is 1 / log2(3) for one relevant item at place 2', () => {
    expect(ndcg.compute(SECOND, 10)).toBeCloseTo(1 / Math.log2(3), 12);
  });

  it('divides by the best list of min(K, relevant) items', () => {
    const gain = 1 / Math.log2(3) + 1 / Math.log2(6);
    const idealOfFive = 1 / Math.log2(2) + 1 / Math.log2(3) + 1 / Math.log2(4) + 1 / Math.log2(5) + 1 / Math.log2(6);
    expect(ndcg.compute(THREE_OF_FIVE, 5)).toBeCloseTo(gain / idealOfFive, 12);
    expect(ndcg.compute(THREE_OF_FIVE, 10)).toBeCloseTo(gain / idealOfFive, 12);
    expect(ndcg.compute(THREE_OF_FIVE, 20)).toBeCloseTo((gain + 1 / Math.log2(12)) / idealOfFive, 12);
    expect(ndcg.compute(PERFECT, 10)).toBeCloseTo(1, 12);
  });
});

describe('hit rate', () => {
  it('asks whether anything relevant is there', () => {
    expect(hitRate.compute(THREE_OF_FIVE, 5)).toBe(1);
    expect(hitRate.compute(listWith([6], 1), 5)).toBe(0);
    expect(hitRate.compute(listWith([6], 1), 10)).toBe(1);
  });
});

describe('mrr', () => {
  it('is 1 / place of the first relevant item within K', () => {
    expect(mrr.compute(THREE_OF_FIVE, 10)).toBe(1 / 2);
    expect(mrr.compute(listWith([6, 7], 2), 5)).toBe(0);
    expect(mrr.compute(listWith([6, 7], 2), 10)).toBe(1 / 6);
  });
});

describe('map', () => {
  it('sums precision at each hit and divides by min(K, relevant)', () => {
    expect(map.compute(THREE_OF_FIVE, 5)).toBeCloseTo((1 / 2 + 2 / 5) / 5, 12);
    expect(map.compute(THREE_OF_FIVE, 20)).toBeCloseTo((1 / 2 + 2 / 5 + 3 / 11) / 5, 12);
    expect(map.compute(listWith([1, 3], 8), 5)).toBeCloseTo((1 / 1 + 2 / 3) / 5, 12);
    expect(map.compute(PERFECT, 10)).toBeCloseTo(1, 12);
  });
});

describe('every metric', () => {
  it.each(METRIC_IDS)('%s is listed under its own id, and 0 without a hit', (id) => {
    expect(METRICS[id].id).toBe(id);
    for (const k of [5, 10, 20]) expect(METRICS[id].compute(NOTHING, k)).toBe(0);
  });

  it.each(METRIC_IDS)('%s stays within 0 and 1, and never falls when a hit moves up', (id) => {
    const places = fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(places, fc.nat(10), fc.constantFrom(5, 10, 20), (hits, missing, k) => {
        const value = METRICS[id].compute(listWith(hits, hits.length + missing), k);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1 + 1e-12);
        const movable = hits.find((place) => place > 1 && !hits.includes(place - 1));
        if (movable === undefined) return;
        const better = hits.map((place) => (place === movable ? place - 1 : place));
        const improved = METRICS[id].compute(listWith(better, hits.length + missing), k);
        expect(improved).toBeGreaterThanOrEqual(value - 1e-12);
      }),
    );
  });
});
