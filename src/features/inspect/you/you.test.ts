import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Item } from '@/data/types';
import { clearBrowserKeys } from '@/state/browserKeys';
import type { Run } from '@/state/runTypes';
import { moveFilm } from './moveFilm';
import { readFilms, writeFilms } from './storedFilms';
import { oneOfEach, yourRuns } from './yourRuns';

/** A `localStorage` of its own. */
function stubStorage(): Map<string, string> {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  });
  return kept;
}
afterEach(() => vi.unstubAllGlobals());

const items = (ids: string[]): Item[] => ids.map((id) => ({ id, title: id, genres: [], year: null }));

describe('films of one’s own', () => {
  it('are kept by id for each data set, in their order', () => {
    stubStorage();
    writeFilms('aaaa', items(['x', 'y', 'z']), [2, 0]);
    expect(readFilms('aaaa', items(['x', 'y', 'z']))).toEqual([2, 0]);
    // another filter: other indices, and y is gone
    expect(readFilms('aaaa', items(['z', 'x']))).toEqual([0, 1]);
    expect(readFilms('bbbb', items(['x']))).toEqual([]);
  });

  it('are nothing when what is kept cannot be read', () => {
    stubStorage().set('you:aaaa', '{"not a list"');
    expect(readFilms('aaaa', items(['x']))).toEqual([]);
  });

  it('go when everything is deleted, and what is not ours stays', async () => {
    const kept = stubStorage();
    kept.set('of another page', '1');
    writeFilms('aaaa', items(['x']), [0]);
    writeFilms('bbbb', items(['x']), [0]);
    await clearBrowserKeys();
    expect([...kept.keys()]).toEqual(['of another page']);
  });
});

it('moves a film and lets the others close up', () => {
  expect(moveFilm([1, 2, 3, 4], 0, 2)).toEqual([2, 3, 1, 4]);
  expect(moveFilm([1, 2, 3, 4], 3, 0)).toEqual([4, 1, 2, 3]);
  expect(moveFilm([1, 2, 3], 1, 9)).toEqual([1, 3, 2]);
  expect(moveFilm([1, 2, 3], 1, -4)).toEqual([2, 1, 3]);
});

describe('runs that answer', () => {
  const aRun = (id: string, model: string, status = 'finished') =>
    ({
      id,
      request: { model },
      neural: ['sasrec', 'neumf'].includes(model),
      progress: null,
      finished: {},
      status,
    }) as Run;
  const runs = [
    aRun('p', 'popularity'),
    aRun('s1', 'sasrec'),
    aRun('e', 'ease'),
    aRun('r', 'random'),
    aRun('s2', 'sasrec'),
    aRun('n', 'neumf', 'failed'),
  ];
  const ids = (found: Run[]) => found.map(({ id }) => id);

  it('are all that have something to say, two of one model too', () => {
    expect(ids(yourRuns(runs))).toEqual(['p', 's1', 'e', 's2']);
  });

  it('are at first one of each model, Popularity last', () => {
    expect(ids(oneOfEach(yourRuns(runs)))).toEqual(['s2', 'e', 'p']);
  });
});
