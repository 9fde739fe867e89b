import { describe, expect, it } from 'vitest';
import type { ColumnMapping, Delimiter } from '../../importTypes';
import { latin1 } from '../../testSupport';
import { guessMapping, previewOf, type TextHead } from './guessMapping';

const headOf = (text: string | Uint8Array, isAll = true): TextHead => ({
  path: 't.csv',
  bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
  isAll,
});

const guess = (text: string | Uint8Array, isAll = true): ColumnMapping => {
  const mapping = guessMapping(headOf(text, isAll));
  if (!mapping) throw new Error('no mapping was found');
  return mapping;
};

/** Columns by role, those without one left out. */
const rolesOf = ({ columns }: ColumnMapping) =>
  Object.fromEntries(Object.entries(columns).filter(([, column]) => column !== null));

describe('delimiter and header', () => {
  it.each<[Delimiter, string]>([
    [',', 'user,item,rating\n1,2,3\n2,3,4\n'],
    ['\t', 'user\titem\trating\n1\t2\t3\n2\t3\t4,5\n'],
    [';', '"User-ID";"ISBN";"Book-Rating"\n"1";"034545104X";"0"\n"2";"0155061224";"5"\n'],
    ['|', '1|2|3\n2|3|4\n'],
    [' ', '1 2 3\n2 3 4\n'],
    ['::', '1::2::A title, with: commas\n2::3::Another\n'],
  ])('%j', (delimiter, text) => {
    expect(guess(text).delimiter).toBe(delimiter);
  });

  it('is not misled by commas and blanks in some titles, or by quoted ones', () => {
    expect(guess('user;item;title\n1;2;A, B, C\n1;3;D\n2;2;A, B, C\n').delimiter).toBe(';');
    expect(guess('user,item,title\n1,2,"A; B"\n1,3,"D\nE; F"\n2,2,"A; B"\n').delimiter).toBe(',');
  });

  it.each([
    ['user,item\n1,2\n', true],
    ['who,what\n1,2\n3,4\n', true],
    ['ann,orbit\nben,lagoon\n', false],
    ['user,item\nann,orbit\n', true],
    ['1,2,3\n2,3,4\n', false],
    ['ann,1,5\nben,2,4\n', false],
    ['user_id:token\titem_id:token\nx\ty\n', true],
  ])('header of %j: %j', (text, header) => {
    expect(guess(text).header).toBe(header);
  });

  it('finds none in prose and in one column', () => {
    for (const text of ['This is a text.\nIt has lines of words, some more\nand less.\n', 'a\nb\nc\n', '{"a":\n1}\n']) {
      expect(guessMapping(headOf(text))).toBeNull();
    }
  });
});

describe('columns', () => {
  it.each([
    ['movieId,userId,timestamp,rating', '9,1,978300760,5', { item: 0, user: 1, timestamp: 2, rating: 3 }],
    ['user_id,item_id', 'a,b', { user: 0, item: 1 }],
    ['reviewerID,asin,overall,unixReviewTime', 'A1,B1,5.0,1400000000', { user: 0, item: 1, rating: 2, timestamp: 3 }],
    ['User-ID,ISBN,Book-Rating', '1,0345,0', { user: 0, item: 1, rating: 2 }],
    ['user_id:token,item_id:token,rating:float', '1,2,3', { user: 0, item: 1, rating: 2 }],
    ['userID,artistID,weight', '2,51,13883', { user: 0, item: 1 }],
    ['id,user,movie,title,genres', '0,1,2,Orbit,Drama|War', { user: 1, item: 2, title: 3, genres: 4 }],
    // nothing in the first rows yet: a title and a genre may come, a rating would make every row a bad one
    ['user,item,rating,title,genres', 'ann,orbit,,,', { user: 0, item: 1, title: 3, genres: 4 }],
    ['user,item,title,movie_title', 'ann,orbit,,Orbit', { user: 0, item: 1, title: 3 }],
    ['Customer ID,Product ID,Purchase Date,Price', '7,P1,2024-03-01,9.99', { user: 0, item: 1, timestamp: 2 }],
    ['who,what,when', 'ann,orbit,2024-03-01', { user: 0, item: 1, timestamp: 2 }],
  ])('by the names %j', (header, row, roles) => {
    expect(rolesOf(guess(`${header}\n${row}\n${row}\n`))).toEqual(roles);
  });

  it.each([
    ['196\t242\t3\t881250949\n186\t302\t3\t891717742\n', { user: 0, item: 1, rating: 2, timestamp: 3 }],
    ['196,881250949,242,3.5\n186,891717742,302,4\n', { user: 0, timestamp: 1, item: 2, rating: 3 }],
    ['1 2\n1 3\n', { user: 0, item: 1 }],
    ['ann,orbit,2024-03-01T10:00:00Z\nben,orbit,2024-03-02T10:00:00Z\n', { user: 0, item: 1, timestamp: 2 }],
  ])('by what stands in them: %j', (text, roles) => {
    expect(rolesOf(guess(text))).toEqual(roles);
  });

  it('are guessed again under another cut', () => {
    const head = headOf('user;item,rating\n1;2,3\n');
    const request = { path: 't.csv', encoding: 'utf-8', delimiter: ';', header: true, columns: null } as const;
    const { mapping, names } = previewOf(head, request, ['t.csv']);
    expect(names).toEqual(['user', 'item,rating']);
    expect(mapping.columns.user).toBe(0);
    expect(previewOf(head, { ...request, header: false }, []).names).toEqual(['1', '2']);
  });
});

describe('encoding', () => {
  it.each([
    ['UTF-8', 'utf-8', 'user,item\n1,é\n'],
    ['UTF-8 with a byte order mark', 'utf-8', '\uFEFFuser,item\n1,é\n'],
    ['ISO-8859-1', 'windows-1252', latin1('user,item\n1,é\n')],
    ['UTF-16 with a byte order mark', 'utf-16le', utf16('\uFEFFuser,item\n1,é\n')],
    ['UTF-16 without', 'utf-16le', utf16('user,item\n1,2\n')],
  ])('of %s', (_, encoding, text) => {
    const head = headOf(text);
    const mapping = guess(text);
    expect(mapping).toMatchObject({ encoding, delimiter: ',', header: true });
    expect(previewOf(head, mapping, [])).toMatchObject({ names: ['user', 'item'], problems: [[]] });
  });

  it('is UTF-8 also where the first bytes end within a character', () => {
    const bytes = new TextEncoder().encode('user,item\n1,2\n1,é');
    expect(guess(bytes.subarray(0, -1), false).encoding).toBe('utf-8');
  });
});

describe('previewOf', () => {
  it('shows fifty rows and which columns of them cannot be read', () => {
    const text = `user,item,rating,time\n1,2,x,-1\n,2,3,2024-03-01\n1,2\n1,2,3,4,5\n${'1,2,3,4\n'.repeat(100)}`;
    const head = headOf(text);
    const { names, rows, problems, paths } = previewOf(head, guess(text), ['t.csv', 'u.csv']);
    expect(paths).toEqual(['t.csv', 'u.csv']);
    expect(names).toEqual(['user', 'item', 'rating', 'time']);
    expect(rows).toHaveLength(50);
    expect(rows[3]).toEqual(['1', '2', '3', '4', '5']);
    expect(problems.slice(0, 5)).toEqual([
      ['rating', 'timestamp'],
      ['user'],
      ['rating', 'timestamp'],
      ['user', 'item', 'rating', 'timestamp'],
      [],
    ]);
  });

  it('leaves out a row that the end of the head cuts off', () => {
    const { rows } = previewOf(headOf('user,item\n1,2\n1,23', false), guess('user,item\n1,2\n'), []);
    expect(rows).toEqual([['1', '2']]);
  });
});

function utf16(text: string): Uint8Array {
  return new Uint8Array(Uint16Array.from(text, (character) => character.charCodeAt(0)).buffer);
}
