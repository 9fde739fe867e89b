/** Small data sets and scorers with known answers, for tests. */
import { type DatasetSummary, DEFAULT_PREPARE, type PreparedDataset } from '@/data/types';
import { type RowLists, rowListsFromPairs } from '@/lib/csr';
import type { Scorer } from '@/lib/scorer';
import { popularityOf } from './popularityGroups';

export function listsOf(rows: number[][]): RowLists {
  return rowListsFromPairs(
    rows.length,
    rows.flatMap((row, user) => row.map(() => user)),
    rows.flat(),
  );
}

/** Scores the same for everyone. */
export function fixedScorer(scores: number[], blockSize = 2): Scorer {
  return {
    blockSize,
    score: async (users) =>
      Float32Array.from({ length: users.length * scores.length }, (_, i) => scores[i % scores.length]),
  };
}

/** @param rows one list a user in each part */
export function datasetOf(
  numItems: number,
  rows: { train: number[][]; valid: number[][]; test: number[][] },
  more: Partial<PreparedDataset> = {},
): PreparedDataset {
  const numUsers = rows.train.length;
  const parts = { train: listsOf(rows.train), valid: listsOf(rows.valid), test: listsOf(rows.test) };
  const summary = {
    key: 'small',
    fingerprint: 'small',
    settings: DEFAULT_PREPARE,
    refit: false,
    numDuplicates: 0,
    timeCuts: null,
    after: { users: numUsers, items: numItems, interactions: rows.train.flat().length },
  } as unknown as DatasetSummary;
  return {
    summary,
    userIds: Array.from({ length: numUsers }, (_, user) => `u${user}`),
    items: Array.from({ length: numItems }, (_, item) => ({ id: `${item}`, title: `${item}`, genres: [], year: null })),
    ...parts,
    times: null,
    ratings: {
      train: new Float32Array(parts.train.items.length),
      valid: new Float32Array(parts.valid.items.length),
      test: new Float32Array(parts.test.items.length),
    },
    popularity: popularityOf(parts.train, numItems),
    userAttributes: null,
    givenNegatives: null,
    ...more,
  };
}
