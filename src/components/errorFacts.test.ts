import { describe, expect, it } from 'vitest';
import type { ErrorCode, ErrorData } from '@/lib/errors';
import { errorFacts } from './errorFacts';

const factsOf = (code: ErrorCode, details: ErrorData['details']) =>
  errorFacts({ code, message: '', details }, (count) => `${count} more`).map(({ key, value }) => `${key}: ${value}`);

describe('errorFacts', () => {
  it('names a row with its file', () => {
    const details = {
      expected: 'a number',
      found: '"x"',
      line: 48112,
      file: 'ratings.csv',
      column: 'rating',
      kind: 'k',
    };
    expect(factsOf('no-rows', details)).toEqual([
      'file: ratings.csv:48112',
      'column: rating',
      'found: "x"',
      'expected: a number',
    ]);
    expect(factsOf('no-rows', { file: 'ratings.csv' })).toEqual(['file: ratings.csv']);
  });

  it('lists what was in a zip or among files, and how much more there is', () => {
    const entries = ['a.png', 'b.png'];
    expect(factsOf('no-ratings-in-zip', { entries, numEntries: 2 })).toEqual(['entries: a.png and b.png']);
    expect(factsOf('no-ratings-in-zip', { entries, numEntries: 25 })).toEqual(['entries: a.png, b.png, and 23 more']);
    expect(factsOf('no-ratings-in-files', { entries, numEntries: 2 })).toEqual(['files: a.png and b.png']);
  });

  it('says how much memory is needed, and groups numbers', () => {
    expect(factsOf('file-too-large', { file: 'ratings.csv', needed: '2.4 GB' })).toEqual([
      'file: ratings.csv',
      'needed: 2.4 GB',
    ]);
    expect(factsOf('too-few-interactions', { interactions: 1200, users: 3, minRating: 4 })).toEqual([
      'interactions: 1,200',
      'users: 3',
    ]);
  });
});
