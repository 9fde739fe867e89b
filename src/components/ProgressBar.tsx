import type { CSSProperties } from 'react';
import type { ModelId } from '@/models/types';
import { cx } from './cx';
import { modelStyle } from './modelStyle';
import styles from './ProgressBar.module.css';

export interface ProgressBarProps {
  /** 0..1; null when there is no telling */
  value: number | null;
  label: string;
  /** drawn in the model's hue */
  model?: ModelId;
}

/** How far something is. */
export function ProgressBar({ value, label, model }: ProgressBarProps) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10;
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      style={{ '--done': `${percent ?? 0}%`, ...(model && { '--hue': modelStyle(model).hue }) } as CSSProperties}
    >
      <div className={cx(styles.fill, percent === undefined && styles.unknown)} />
    </div>
  );
}
