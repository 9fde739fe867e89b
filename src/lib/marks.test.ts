import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CANDIDATE, Marks, markWords, RELEVANT, SEEN } from './marks';

const items = fc.array(fc.integer({ min: 0, max: 39 }), { maxLength: 60 }).map((list) => Int32Array.from(list));
const users = fc.array(fc.record({ seen: items, relevant: items, candidates: fc.option(items) }), {
  minLength: 2,
  maxLength: 4,
});

it('says of each item what it is to each user, whatever was marked before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 50 }), users, (numItems, requests) => {
      const marks = new Marks(numItems, requests.length);
      for (let times = 0; times < 2; times++) {
        requests.forEach(({ seen, relevant, candidates }, place) => {
          const wanted = new Set(relevant.filter((item) => !seen.includes(item)));
          expect(marks.set(place, seen, relevant, candidates)).toBe(wanted.size);
        });
        requests.reverse();
      }
      // Marked last in reverse order: the user at a place is the one from the other end.
      [...requests].reverse().forEach(({ seen, relevant, candidates }, place) => {
        for (let item = 0; item < numItems; item++) {
          const isCandidate = !candidates || candidates.includes(item) || relevant.includes(item);
          const expected = seen.includes(item) || !isCandidate ? SEEN : relevant.includes(item) ? RELEVANT : CANDIDATE;
          expect(marks.of(place, item)).toBe(expected);
        }
      });
    }),
  );
});

it('takes words of 24 bits', () => {
  const marks = new Marks(25, 2);
  marks.set(1, new Int32Array(0), new Int32Array(0), new Int32Array(0));
  expect(markWords(25)).toBe(3);
  expect([...marks.words]).toEqual([0, 0, 0, 0xaaaaaa, 0xaaaaaa, 0xaaaaaa]);
});
