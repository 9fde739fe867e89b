import { describe, expect, it } from 'vitest';
import { ProblemLog } from '../problemLog';
import { archiveOf, latin1 } from '../testSupport';
import { ml1m, parseMovie } from './ml1m';

const RATINGS = '1::20::5::978300760\n1::10::3::978300761\n2::20::4::978300762\n2::99::1::978300763\n';
const MOVIES = latin1(
  [
    '10::Séance at Nová Ves, The (1987)::Horror|Mystery',
    '20::Orbit :: Part Two (1999)::Sci-Fi',
    '30::Unrated (2000)::Drama',
  ].join('\n'),
);

describe('ml1m', () => {
  it('reads ratings and films in any folder, and says what each file was', async () => {
    const archive = archiveOf(
      {
        'a/b/ratings.dat': RATINGS,
        'a/b/movies.dat': MOVIES,
        'a/b/users.dat': '1::F::1::10::48067\n',
        'a/b/README': 'Hi',
      },
      'mine.zip',
    );
    const table = await ml1m.read(archive, new ProblemLog(), {});
    expect(table).toMatchObject({ name: 'mine', fileName: 'mine.zip', layout: 'ml-1m', synthetic: false });
    expect(table.userIds).toEqual(['1', '2']);
    expect(table.items).toEqual([
      { id: '20', title: 'Orbit :: Part Two', year: 1999, genres: ['Sci-Fi'] },
      { id: '10', title: 'The Séance at Nová Ves', year: 1987, genres: ['Horror', 'Mystery'] },
      { id: '99', title: '99', year: null, genres: [] },
    ]);
    expect([...table.itemIndices]).toEqual([0, 1, 0, 2]);
    expect(table.numDuplicates).toBe(0);
    expect(table.ratingHistogram).toEqual([1, 3, 4, 5].map((rating) => ({ rating, count: 1 })));
    expect(table.sources.map(({ path, role, delimiter, encoding }) => [path, role, delimiter, encoding])).toEqual([
      ['a/b/ratings.dat', 'ratings', '::', 'ASCII'],
      ['a/b/movies.dat', 'items', '::', 'ISO-8859-1'],
      ['a/b/users.dat', 'users', '::', 'ASCII'],
      ['a/b/README', 'ignored', null, null],
    ]);
    // user 2 is not in the users file
    expect(table.userAttributes).toEqual({ gender: ['F', ''], age: ['1', ''], occupation: ['10', ''] });
  });

  it('needs ratings only: without films the title is the id', async () => {
    const table = await ml1m.read(archiveOf({ 'ratings.dat': RATINGS }), new ProblemLog(), {});
    expect(table.items.map((item) => item.title)).toEqual(['20', '10', '99']);
    expect(table.sources).toHaveLength(1);
  });

  it('reads films in UTF-8', async () => {
    const archive = archiveOf({ 'ratings.dat': RATINGS, 'movies.dat': '10::夜 Café (1987)::Drama\r\n' });
    const table = await ml1m.read(archive, new ProblemLog(), {});
    expect(table.items[1]).toEqual({ id: '10', title: '夜 Café', year: 1987, genres: ['Drama'] });
    expect(table.sources[1].encoding).toBe('UTF-8');
  });

  it('counts repeated pairs', async () => {
    const table = await ml1m.read(
      archiveOf({ 'ratings.dat': '1::2::3::4\n1::2::5::6\n2::2::1::1\n1::2::4::1\n' }),
      new ProblemLog(),
      {},
    );
    expect(table.numDuplicates).toBe(2);
    expect(table.users).toHaveLength(4);
  });

  it.each([
    ['11::No genres (1987)\n', 'field-count', '2 fields', '3 fields separated by "::"'],
    ['A word\n', 'field-count', '1 field', '3 fields separated by "::"'],
    ['x::Title (1987)::Drama\n', 'not-a-number', '"x"', 'a whole number as itemId'],
  ])('reports the films row %j, and reads all others', async (row, kind, found, expected) => {
    const problems = new ProblemLog();
    const movies = `10::Good (1987)::Drama\n\n${row}20::Orbit (1990)::War\n`;
    const table = await ml1m.read(archiveOf({ 'ratings.dat': RATINGS, 'ml/movies.dat': movies }), problems, {});
    expect(table.users).toHaveLength(4);
    expect(table.items.map(({ title }) => title)).toEqual(['Orbit', 'Good', '99']);
    expect(problems.groups()).toMatchObject([
      { kind, count: 1, examples: [{ file: 'ml/movies.dat', line: 3, found, expected }] },
    ]);
  });

  it('reports users that cannot be read', async () => {
    const problems = new ProblemLog();
    const users = '1::M::25::12::55117\n2::F::25\n';
    const table = await ml1m.read(archiveOf({ 'ratings.dat': RATINGS, 'users.dat': users }), problems, {});
    expect(table.userAttributes?.gender).toEqual(['M', '']);
    expect(problems.first).toMatchObject({ file: 'users.dat', line: 2, found: '3 fields' });
  });

  it('is recognised by name and first row', async () => {
    expect(await ml1m.detect(archiveOf({ 'x/RATINGS.DAT': RATINGS }), {})).toBe(true);
    expect(await ml1m.detect(archiveOf({ 'ratings.dat': '1\t2\t3\t4\n' }), {})).toBe(false);
    expect(await ml1m.detect(archiveOf({ 'ratings.csv': RATINGS, 'u.data': RATINGS }), {})).toBe(false);
  });
});

describe('parseMovie', () => {
  it('has no genres where there are none', () => {
    expect(parseMovie('7::Orbit (1990)::(no genres listed)')).toMatchObject({ genres: [] });
    expect(parseMovie('7::Orbit (1990)::')).toMatchObject({ title: 'Orbit', genres: [] });
  });
});
