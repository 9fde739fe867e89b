/** Parts of a number as bars from a common zero: to the right what adds, to the left what takes away. */
import type { ReactNode } from 'react';
import { cx } from '@/components/cx';
import { formatPart } from './formatPart';
import styles from './PartBars.module.css';

export interface Bar {
  key: string;
  label: ReactNode;
  value: number;
  /** of what is not one part but several together */
  isRest?: boolean;
}

export interface PartBarsProps {
  bars: Bar[];
  /** CSS colour */
  hue: string;
  label: string;
  format?: (value: number) => string;
}

export function PartBars({ bars, hue, label, format = formatPart }: PartBarsProps) {
  const below = Math.max(0, ...bars.map(({ value }) => -value));
  const above = Math.max(0, ...bars.map(({ value }) => value));
  const extent = below + above || 1;
  const zero = (100 * below) / extent;
  return (
    <ul className={styles.bars} aria-label={label}>
      {bars.map(({ key, label: name, value, isRest }) => {
        const size = (100 * Math.abs(value)) / extent;
        return (
          <li key={key} className={cx(styles.row, isRest && styles.rest)} data-testid="why-part" data-value={value}>
            <span className={styles.name} title={typeof name === 'string' ? name : undefined}>
              {name}
            </span>
            <span className={styles.track} aria-hidden>
              <span
                className={styles.bar}
                style={{
                  insetInlineStart: `${value < 0 ? zero - size : zero}%`,
                  inlineSize: `${size}%`,
                  background: isRest ? 'var(--faint)' : hue,
                  opacity: value < 0 ? 0.55 : 1,
                }}
              />
            </span>
            <span className={styles.value}>{format(value)}</span>
          </li>
        );
      })}
    </ul>
  );
}
