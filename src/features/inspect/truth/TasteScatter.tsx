/** Every pair of a user and a genre as a dot: planted interest against the share of the list. */
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSize } from '@/components/charts/useSize';
import { formatPercent } from '@/components/format';
import styles from './TasteScatter.module.css';

export interface TasteScatterProps {
  label: string;
  /** [users * genres] each, 0..1 */
  planted: ArrayLike<number>;
  shares: ArrayLike<number>;
  /** CSS colour */
  hue: string;
}

const TICKS = [0, 0.25, 0.5, 0.75, 1];
/** Room for the numbers of the axes, in rem. */
const LEFT = 2.5;
const BOTTOM = 1.75;
const EDGE = 0.5;

export function TasteScatter({ label, planted, shares, hue }: TasteScatterProps) {
  const { t } = useTranslation('truth');
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const rem = 16 * (size?.scale ?? 1);
  const width = (size?.width ?? 0) - (LEFT + EDGE) * rem;
  const height = (size?.height ?? 0) - (BOTTOM + EDGE) * rem;
  const x = (value: number) => LEFT * rem + value * width;
  const y = (value: number) => EDGE * rem + (1 - value) * height;
  // Thousands of dots as one path: each is a line of no length with a round end.
  const dots = useMemo(() => {
    const at = (value: number, from: number, extent: number) => (from + value * extent).toFixed(1);
    return Array.from(
      planted,
      (taste, k) => `M${at(taste, LEFT * rem, width)} ${at(1 - shares[k], EDGE * rem, height)}h0`,
    ).join('');
  }, [planted, shares, rem, width, height]);
  return (
    <div className={styles.frame} ref={frame}>
      {size !== null && width > 0 && height > 0 && (
        <svg width={size.width} height={size.height} role="img" aria-label={label} data-testid="taste-scatter">
          {TICKS.map((tick) => (
            <g key={tick}>
              <line className={styles.grid} x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} />
              <text className={styles.tick} x={x(0) - rem / 2} y={y(tick)} textAnchor="end" dominantBaseline="middle">
                {formatPercent(tick)}
              </text>
              <text className={styles.tick} x={x(tick)} y={y(0) + rem} textAnchor={tick === 1 ? 'end' : 'middle'}>
                {formatPercent(tick)}
              </text>
            </g>
          ))}
          <line className={styles.diagonal} x1={x(0)} x2={x(1)} y1={y(0)} y2={y(1)} />
          <path className={styles.dots} d={dots} stroke={hue} />
          <text className={styles.tick} x={x(0.5)} y={size.height - 2} textAnchor="middle">
            {t('curve.planted')}
          </text>
        </svg>
      )}
    </div>
  );
}
