import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { niceTicks } from '@/components/charts/niceTicks';
import { formatCompact, formatCount, formatPercent } from '@/components/format';
import { TableTwin } from '@/components/TableTwin';
import type { DatasetSummary } from '@/data/types';
import styles from './MiniChart.module.css';
import { topShare } from './topShare';

const WIDTH = 220;
const HEIGHT = 170;
const TOP = 8;
const BOTTOM = 22;
const LEFT = 34;

/** Films ranked by their training ratings: how few hold how much. */
export function LongTail({ summary, popularity }: { summary: DatasetSummary; popularity: Int32Array | null }) {
  const { t } = useTranslation('data');
  // Over all items, not over the thinned points.
  const share = useMemo(() => popularity && topShare(popularity), [popularity]);
  const points = summary.longTail;
  const numItems = Math.max(2, points[points.length - 1]?.rank ?? 2);
  const ticks = niceTicks(0, Math.max(1, points[0]?.count ?? 1), 3);
  const highest = ticks[ticks.length - 1];
  const x = (rank: number) => LEFT + ((WIDTH - LEFT) * (rank - 1)) / (numItems - 1);
  const y = (count: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - count / highest);
  const line = points.map(({ rank, count }) => `${x(rank).toFixed(1)} ${y(count).toFixed(1)}`).join('L');
  const cut = x(Math.ceil(numItems / 10));
  return (
    <figure className={styles.figure}>
      <div className={styles.header}>
        <figcaption>
          <h3 className={styles.title}>{t('check.longTail')}</h3>
          <div className={styles.sub}>{t('check.longTailSub')}</div>
        </figcaption>
        <TableTwin
          caption={t('check.longTailTable')}
          columns={[
            { key: 'rank', label: t('check.rank'), numeric: true },
            { key: 'count', label: t('check.count'), numeric: true },
          ]}
          rows={points}
          format={(value) => (typeof value === 'number' ? formatCount(value) : '')}
        />
      </div>
      <svg className={styles.chart} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={WIDTH} y1={y(tick)} y2={y(tick)} className={tick === 0 ? styles.axis : styles.grid} />
            <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
              {formatCompact(tick)}
            </text>
          </g>
        ))}
        {points.length > 1 && (
          <>
            <path d={`M${x(1)} ${y(0)}L${line}L${x(numItems)} ${y(0)}Z`} className={styles.area} />
            <path d={`M${line}`} className={styles.line} />
          </>
        )}
        <line x1={cut} x2={cut} y1={TOP} y2={y(0)} className={styles.cut} />
        {share !== null && (
          <>
            <text x={cut + 8} y={TOP + 12} className={styles.strong}>
              {t('check.topShare')}
            </text>
            <text x={cut + 8} y={TOP + 27} className={styles.halo}>
              {t('check.topShareValue', { percent: formatPercent(share) })}
            </text>
          </>
        )}
        <text x={LEFT} y={HEIGHT - 5}>
          {t('check.most')}
        </text>
        <text x={WIDTH} y={HEIGHT - 5} textAnchor="end">
          {t('check.least')}
        </text>
      </svg>
    </figure>
  );
}
