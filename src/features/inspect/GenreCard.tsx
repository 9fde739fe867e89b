/** What the history is made of by genre, and what each list is. */
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { formatPercent } from '@/components/format';
import { modelStyle } from '@/components/modelStyle';
import { TableTwin } from '@/components/TableTwin';
import type { Item } from '@/data/types';
import type { Run } from '@/state/runTypes';
import styles from './GenreCard.module.css';
import { genreShares, mainGenres } from './genres';

export interface GenreCardProps {
  items: Item[];
  /** item indices */
  history: number[];
  lists: { run: Run; list: number[] }[];
}

const SHOWN = 8;

export function GenreCard({ items, history, lists }: GenreCardProps) {
  const { t } = useTranslation('inspect');
  const own = genreShares(items, history);
  const profiles = lists.map(({ run, list }) => ({ run, shares: genreShares(items, list) }));
  const genres = mainGenres([own, ...profiles.map(({ shares }) => shares)], SHOWN);
  if (genres.length === 0) return null;
  const largest = Math.max(
    ...genres.flatMap((genre) =>
      [own, ...profiles.map(({ shares }) => shares)].map((shares) => shares.get(genre) ?? 0),
    ),
  );
  const share = (shares: Map<string, number>, genre: string) => shares.get(genre) ?? 0;
  const bar = (value: number, colour: string, label: string) => (
    <span
      className={styles.bar}
      style={{ inlineSize: `${(100 * value) / largest}%`, background: colour }}
      title={t('genres.share', { label, share: formatPercent(value) })}
    />
  );
  return (
    <Card
      title={t('genres.title')}
      subtitle={t('genres.subtitle')}
      actions={
        <TableTwin
          caption={t('genres.title')}
          columns={[
            { key: 'genre', label: t('genres.genre') },
            { key: 'history', label: t('genres.history'), numeric: true },
            ...profiles.map(({ run }) => ({ key: run.id, label: run.label, numeric: true })),
          ]}
          rows={genres.map((genre) => ({
            genre,
            history: share(own, genre),
            ...Object.fromEntries(profiles.map(({ run, shares }) => [run.id, share(shares, genre)])),
          }))}
          format={(value) => (typeof value === 'number' ? formatPercent(value) : String(value ?? ''))}
        />
      }
    >
      <ul className={styles.genres} data-testid="genre-profile">
        {genres.map((genre) => (
          <li key={genre} className={styles.genre}>
            <span className={styles.name}>{genre}</span>
            <span className={styles.bars} aria-hidden>
              {bar(share(own, genre), 'var(--muted)', t('genres.history'))}
              {profiles.map(({ run, shares }) => (
                <span key={run.id} className={styles.line}>
                  {bar(share(shares, genre), modelStyle(run.request.model).hue, run.label)}
                </span>
              ))}
            </span>
            <span className={styles.value}>{formatPercent(share(own, genre))}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
