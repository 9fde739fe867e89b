import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowListsFromPairs } from '@/lib/csr';
import { collectPositives } from './positives';

const pairs = fc.array(fc.tuple(fc.nat(4), fc.nat(69)), { maxLength: 200 });

describe('collectPositives', () => {
  it('agrees with a plain Set, as bitset and as sorted rows', () => {
    fc.assert(
      fc.property(pairs, pairs, (first, second) => {
        const lists = [first, second].map((part) =>
          rowListsFromPairs(
            5,
            part.map(([user]) => user),
            part.map(([, item]) => item),
          ),
        );
        const known = new Set([...first, ...second].map(([user, item]) => `${user}/${item}`));
        for (const limit of [0, 2 ** 20]) {
          const positives = collectPositives(70, lists, limit);
          let total = 0;
          for (let user = 0; user < 5; user++) {
            const row = [...positives.sorted(user)];
            expect(row).toEqual([...new Set(row)].sort((a, b) => a - b));
            expect(positives.count(user)).toBe(row.length);
            total += row.length;
            for (let item = 0; item < 70; item++) {
              expect(positives.has(user, item)).toBe(known.has(`${user}/${item}`));
            }
          }
          expect(total).toBe(known.size);
        }
      }),
      { numRuns: 50 },
    );
  });
});
