/** What the history is made of by genre, and what each list is. */
import { useTranslation } from 'react-i18next';
import type { Item } from '@/data/types';
import type { Run } from '@/state/runTypes';
import { GenreBars } from './GenreBars';
import { genreShares } from './genres';

export interface GenreCardProps {
  items: Item[];
  /** item indices */
  history: number[];
  lists: { run: Run; list: number[] }[];
}

export function GenreCard({ items, history, lists }: GenreCardProps) {
  const { t } = useTranslation('inspect');
  return (
    <GenreBars
      title={t('genres.title')}
      subtitle={t('genres.subtitle')}
      own={{ label: t('genres.history'), shares: genreShares(items, history) }}
      profiles={lists.map(({ run, list }) => ({ run, shares: genreShares(items, list) }))}
      testId="genre-profile"
    />
  );
}
