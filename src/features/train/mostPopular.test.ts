import { describe, expect, it } from 'vitest';
import { modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import { popularOffers } from './mostPopular';

const ease = modelSpec('ease');
const of = (items: number, maxItems = 5000) =>
  popularOffers(ease, { ...defaultConfig(ease), maxItems }, { users: 100, items, interactions: 1000 });

describe('popularOffers', () => {
  it('offers nothing where all items take part by themselves', () => {
    expect(of(3706)).toEqual([]);
    expect(popularOffers(modelSpec('itemknn'), {}, { users: 1, items: 90_000, interactions: 1 })).toEqual([]);
  });

  it('offers parts of a large catalogue with what each needs, and all of it where that can be', () => {
    expect(of(9724).map(({ items }) => items)).toEqual([1000, 2000, 5000, 8000, 9724]);
    expect(of(90_000).map(({ items }) => items)).toEqual([1000, 2000, 5000, 8000]);
    expect(of(90_000)[2]).toEqual({ items: 5000, bytes: 12 * 5000 ** 2 });
  });

  it('offers all again to who has asked for less', () => {
    expect(of(1682, 1000).map(({ items }) => items)).toEqual([1000, 1682]);
  });
});
