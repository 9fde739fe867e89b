/** Genre shares side by side: one profile in grey with its numbers, and the lists of runs in their hues. */
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { formatPercent } from '@/components/format';
import { ModelSwatch } from '@/components/ModelSwatch';
import { modelStyle } from '@/components/modelStyle';
import { TableTwin } from '@/components/TableTwin';
import type { Run } from '@/state/runTypes';
import styles from './GenreBars.module.css';
import { mainGenres } from './genres';

interface Profile {
  label: string;
  /** by genre */
  shares: Map<string, number>;
}

export interface GenreBarsProps {
  title: string;
  subtitle: string;
  /** what the others are held against */
  own: Profile;
  profiles: { run: Run; shares: Map<string, number> }[];
  /** in the table only */
  extra?: Profile;
  /** where the runs are not named above their lists already */
  hasLegend?: boolean;
  testId: string;
}

const SHOWN = 8;

export function GenreBars({ title, subtitle, own, profiles, extra, hasLegend = false, testId }: GenreBarsProps) {
  const { t } = useTranslation('inspect');
  const all = [own.shares, ...profiles.map(({ shares }) => shares)];
  const genres = mainGenres(all, SHOWN);
  if (genres.length === 0) return null;
  const share = (shares: Map<string, number>, genre: string) => shares.get(genre) ?? 0;
  const largest = Math.max(...genres.flatMap((genre) => all.map((shares) => share(shares, genre))));
  const bar = (value: number, colour: string, label: string) => (
    <span
      className={styles.bar}
      style={{ inlineSize: `${(100 * value) / largest}%`, background: colour }}
      title={t('genres.share', { label, share: formatPercent(value) })}
    />
  );
  return (
    <Card
      title={title}
      subtitle={subtitle}
      actions={
        <TableTwin
          caption={title}
          columns={[
            { key: 'genre', label: t('genres.genre') },
            { key: 'own', label: own.label, numeric: true },
            ...(extra ? [{ key: 'extra', label: extra.label, numeric: true }] : []),
            ...profiles.map(({ run }) => ({ key: run.id, label: run.label, numeric: true })),
          ]}
          rows={genres.map((genre) => ({
            genre,
            own: share(own.shares, genre),
            extra: extra && share(extra.shares, genre),
            ...Object.fromEntries(profiles.map(({ run, shares }) => [run.id, share(shares, genre)])),
          }))}
          format={(value) => (typeof value === 'number' ? formatPercent(value) : String(value ?? ''))}
        />
      }
    >
      {hasLegend && (
        <p className={styles.legend}>
          <span className={styles.own} aria-hidden /> {own.label}
          {profiles.map(({ run }) => (
            <span key={run.id} className={styles.run}>
              <ModelSwatch model={run.request.model} /> {run.label}
            </span>
          ))}
        </p>
      )}
      <ul className={styles.genres} data-testid={testId}>
        {genres.map((genre) => (
          <li key={genre} className={styles.genre}>
            <span className={styles.name}>{genre}</span>
            <span className={styles.bars} aria-hidden>
              {bar(share(own.shares, genre), 'var(--muted)', own.label)}
              {profiles.map(({ run, shares }) => (
                <span key={run.id} className={styles.line}>
                  {bar(share(shares, genre), modelStyle(run.request.model).hue, run.label)}
                </span>
              ))}
            </span>
            <span className={styles.value}>{formatPercent(share(own.shares, genre))}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
