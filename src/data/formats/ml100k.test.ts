import { describe, expect, it } from 'vitest';
import { ProblemLog } from '../problemLog';
import { archiveOf, latin1 } from '../testSupport';
import { GENRES, ml100k } from './ml100k';

const RATINGS = '196\t242\t3\t881250949\r\n186\t302\t4\t891717742\r\n196\t302\t5\t881250940\r\n';
const flags = (...names: string[]) => GENRES.map((genre) => (names.includes(genre) ? '1' : '0')).join('|');
const ITEMS = latin1(
  [
    `242|Café, The (1996)|24-Jan-1997||http://films/Caf%E9%20(1996)|${flags('Comedy', 'Sci-Fi')}`,
    `302|Undated|05-Mar-1994|||${flags('unknown')}`,
    `1|Unrated (1995)|01-Jan-1995|||${flags('Drama')}`,
    '',
  ].join('\n'),
);

describe('ml100k', () => {
  it('reads ratings and films, genres by their flags', async () => {
    const archive = archiveOf({
      'ml/u.data': RATINGS,
      'ml/u.item': ITEMS,
      'ml/u.user': '186|24|M|writer|85711\n1|30|F|other|94043\n',
      'ml/u1.base': RATINGS,
    });
    const table = await ml100k.read(archive, new ProblemLog(), {});
    expect(table).toMatchObject({ name: 'test', layout: 'ml-100k' });
    expect(table.userIds).toEqual(['196', '186']);
    expect(table.items).toEqual([
      { id: '242', title: 'The Café', year: 1996, genres: ['Comedy', 'Sci-Fi'] },
      { id: '302', title: 'Undated', year: 1994, genres: [] },
    ]);
    expect([...(table.timestamps ?? [])]).toEqual([881250949, 891717742, 881250940]);
    expect(table.sources.map(({ path, role, delimiter, encoding }) => [path, role, delimiter, encoding])).toEqual([
      ['ml/u.data', 'ratings', 'tab', 'ASCII'],
      ['ml/u.item', 'items', '|', 'ISO-8859-1'],
      ['ml/u.user', 'users', '|', 'ASCII'],
      ['ml/u1.base', 'ignored', null, null],
    ]);
    expect(table.userAttributes).toEqual({ gender: ['', 'M'], age: ['', '24'], occupation: ['', 'writer'] });
  });

  it('takes the names of genres from u.genre', async () => {
    const archive = archiveOf({
      'u.data': RATINGS,
      'u.item': '242|Orbit (1996)||||1|0|1\n302|Lagoon (1997)||||0|1|0\n',
      'u.genre': 'Space|0\nSea|1\nSilence|2\n\n',
    });
    const table = await ml100k.read(archive, new ProblemLog(), {});
    expect(table.items.map((item) => item.genres)).toEqual([['Space', 'Silence'], ['Sea']]);
    expect(table.sources.map((source) => source.role)).toEqual(['ratings', 'items', 'items']);
  });

  it('needs ratings only, three columns will do', async () => {
    const table = await ml100k.read(archiveOf({ 'u.data': '1\t2\t3\n' }), new ProblemLog(), {});
    expect(table.timestamps).toBeNull();
    expect(table.items).toEqual([{ id: '2', title: '2', genres: [], year: null }]);
    expect(table.sources[0].columns).toEqual(['userId', 'itemId', 'rating']);
  });

  it('reports a films row with too few flags and a genre without a number', async () => {
    const problems = new ProblemLog();
    const archive = archiveOf({
      'u.data': RATINGS,
      'u.item': '242|Orbit (1996)||||1|0\n302|Lagoon (1997)||||0\n',
      'u.genre': 'Space|0\nSea|one\nSilence|1\n',
    });
    const table = await ml100k.read(archive, problems, {});
    expect(table.items).toEqual([
      { id: '242', title: 'Orbit', year: 1996, genres: ['Space'] },
      { id: '302', title: '302', year: null, genres: [] },
    ]);
    expect(problems.groups().flatMap(({ examples }) => examples)).toEqual([
      { file: 'u.genre', line: 2, found: '"one"', expected: 'a whole number as index' },
      { file: 'u.item', line: 2, found: '6 fields', expected: '7 fields separated by "|"' },
    ]);
  });

  it('takes the file nearest to the top', async () => {
    const table = await ml100k.read(
      archiveOf({ 'old/copy/u.data': '9\t9\t1\t1\n', 'u.data': RATINGS }),
      new ProblemLog(),
      {},
    );
    expect(table.userIds).toEqual(['196', '186']);
    expect(table.sources.map((source) => source.role)).toEqual(['ignored', 'ratings']);
  });

  it('is recognised by name and first row', async () => {
    expect(await ml100k.detect(archiveOf({ 'x/u.data': RATINGS }), {})).toBe(true);
    expect(await ml100k.detect(archiveOf({ 'u.data': 'something else' }), {})).toBe(false);
    expect(await ml100k.detect(archiveOf({ 'data.tsv': RATINGS }), {})).toBe(false);
  });
});
