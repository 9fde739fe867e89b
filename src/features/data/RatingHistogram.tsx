import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { formatCompact, formatCount, formatParameter } from '@/components/format';
import { TableTwin } from '@/components/TableTwin';
import type { DatasetSummary } from '@/data/types';
import styles from './MiniChart.module.css';

const WIDTH = 200;
const HEIGHT = 170;
const TOP = 18;
const BOTTOM = 22;

interface RatingHistogramProps {
  histogram: DatasetSummary['ratingHistogram'];
  minRating: number;
}

/** How often each rating was given; what the filter keeps is blue. */
export function RatingHistogram({ histogram, minRating }: RatingHistogramProps) {
  const { t } = useTranslation('data');
  const largest = Math.max(1, ...histogram.map(({ count }) => count));
  const step = WIDTH / Math.max(1, histogram.length);
  const width = step * 0.8;
  const height = (count: number) => ((HEIGHT - TOP - BOTTOM) * count) / largest;
  // Half stars make ten bars: then only every second one has room for its words.
  const crowded = histogram.length > 6;
  return (
    <figure className={styles.figure}>
      <div className={styles.header}>
        <figcaption>
          <h3 className={styles.title}>{t('check.histogram')}</h3>
          <div className={styles.sub}>
            {minRating > 0 ? t('check.histogramKept', { rating: formatParameter(minRating) }) : t('check.histogramAll')}
          </div>
        </figcaption>
        <TableTwin
          caption={t('check.histogramTable')}
          columns={[
            { key: 'rating', label: t('check.rating'), numeric: true },
            { key: 'count', label: t('check.count'), numeric: true },
          ]}
          rows={histogram}
          format={(value) => (typeof value === 'number' ? formatCount(value) : '')}
        />
      </div>
      <svg className={styles.chart} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {histogram.map(({ rating, count }, index) => {
          const x = index * step + (step - width) / 2;
          const kept = rating >= minRating;
          return (
            <g key={rating}>
              <rect
                x={x}
                y={HEIGHT - BOTTOM - height(count)}
                width={width}
                height={height(count)}
                rx={1.5}
                className={kept ? styles.kept : styles.dropped}
              />
              {!crowded && (
                <text
                  x={x + width / 2}
                  y={HEIGHT - BOTTOM - height(count) - 5}
                  textAnchor="middle"
                  className={cx(kept && styles.value)}
                >
                  {formatCompact(count)}
                </text>
              )}
              {(!crowded || index % 2 === 1) && (
                <text x={x + width / 2} y={HEIGHT - 5} textAnchor="middle">
                  {t('check.stars', { rating: formatParameter(rating) })}
                </text>
              )}
            </g>
          );
        })}
        <line x1={0} x2={WIDTH} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} className={styles.axis} />
      </svg>
    </figure>
  );
}
