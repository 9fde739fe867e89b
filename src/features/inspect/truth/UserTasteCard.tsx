/** One user: the taste that was planted, genre by genre, and what each list is made of. */
import { useTranslation } from 'react-i18next';
import type { SampleTruth } from '@/data/synthetic/truth';
import type { Run } from '@/state/runTypes';
import { MAX_COLUMNS } from '../chosenRuns';
import { GenreBars } from '../GenreBars';
import type { TruthRow, TruthRows } from './useTruthRows';

export interface UserTasteCardProps {
  truth: SampleTruth;
  userIndex: number;
  userId: string;
  answered: { run: Run; row: TruthRow }[];
  rows: TruthRows;
}

export function UserTasteCard({ truth, userIndex, userId, answered, rows }: UserTasteCardProps) {
  const { t } = useTranslation('truth');
  const { genres, tastes } = truth;
  const sharesOf = (all: ArrayLike<number>) =>
    new Map(genres.map((genre, g) => [genre, all[userIndex * genres.length + g]] as const));
  // Those with the best match first: more than a few bars a genre nobody reads.
  const shown = answered.toSorted((a, b) => b.row.taste - a.row.taste).slice(0, MAX_COLUMNS);
  return (
    <GenreBars
      title={t('user.title', { id: userId })}
      subtitle={t('user.subtitle')}
      own={{ label: t('user.planted'), shares: sharesOf(tastes) }}
      profiles={shown.map(({ run, row }) => ({ run, shares: sharesOf(row.profiles) }))}
      extra={{ label: t('table.oracle'), shares: sharesOf(rows.oracle.profiles) }}
      hasLegend
      testId="user-taste"
    />
  );
}
