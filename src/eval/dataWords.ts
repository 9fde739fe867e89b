/** Split and filters of a data set in the words of its protocol: identifiers that stay the same over versions. */
import type { DatasetSummary, PrepareSettings } from '@/data/types';

type Prepared = Pick<DatasetSummary, 'settings' | 'timeCuts' | 'numDuplicates'>;

/**
 * `random 80/20 valid 10%`; `leave-one-out`; `given valid 10%`; `global-time cut 975715200 valid 10%`. A global cut is
 * named by its moment, seconds since 1970, whether that was typed or found for a share: the data are the same.
 */
export function splitWords({ settings, timeCuts }: Prepared): string {
  const { split, testShare, validationShare } = settings;
  const valid = `valid ${percent(validationShare)}%`;
  switch (split) {
    case 'leave-one-out':
      return split;
    case 'given':
      return `${split} ${valid}`;
    case 'global-time':
      return `${split} cut ${timeCuts?.test ?? 'none'} ${valid}`;
    case 'random':
    case 'random-user':
    case 'temporal-user':
      return `${split} ${percent(1 - testShare)}/${percent(testShare)} ${valid}`;
  }
}

/**
 * Parts separated by `, `: `all ratings` or `rating>=4`; `user>=5`; `item>=5`; `repeated` or `once` where both counts are
 * asked for; `duplicates first` where there are duplicates and not the last of them counts.
 */
export function filterWords({ settings, numDuplicates }: Prepared): string {
  const { minRating, minPerUser, minPerItem, iterative, duplicates } = settings;
  const words = [minRating > 0 ? `rating>=${minRating}` : 'all ratings'];
  if (minPerUser > 1) words.push(`user>=${minPerUser}`);
  if (minPerItem > 1) words.push(`item>=${minPerItem}`);
  if (minPerUser > 1 && minPerItem > 1) words.push(howOften(iterative));
  if (duplicates !== 'last' && numDuplicates > 0) words.push(`duplicates ${duplicates}`);
  return words.join(', ');
}

function howOften(iterative: PrepareSettings['iterative']): string {
  return iterative ? 'repeated' : 'once';
}

/** One decimal at most, and no 19.999999. */
function percent(share: number): number {
  return Math.round(share * 1000) / 10;
}
