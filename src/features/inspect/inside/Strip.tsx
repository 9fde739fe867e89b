/**
 * Numbers side by side as a strip of colour: what a vector or a layer looks like. What is above 0 stands in the upper half,
 * blue, what is below in the lower half, orange. Arrow keys walk the numbers.
 */
import type { KeyboardEvent } from 'react';
import { cx } from '@/components/cx';
import styles from './Strip.module.css';

export interface StripProps {
  /** what a screen reader calls it, with the number that is pointed at */
  label: string;
  values: readonly number[];
  /** the size that has the full colour; strips that are compared share one */
  largest: number;
  at: number | null;
  onAt: (at: number | null) => void;
  testId?: string;
}

export function Strip({ label, values, largest, at, onAt, testId }: StripProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const next = {
      ArrowRight: (at ?? -1) + 1,
      ArrowLeft: (at ?? values.length) - 1,
      Home: 0,
      End: values.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onAt(Math.max(0, Math.min(next, values.length - 1)));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a strip is a picture that keys move in
    <div
      className={styles.strip}
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk the numbers
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => onAt(null)}
      onPointerLeave={() => onAt(null)}
      data-testid={testId}
    >
      {values.map((value, place) => {
        const share = Math.round(100 * Math.min(1, Math.abs(value) / (largest || 1)));
        return (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a number of a vector is its place
            key={place}
            className={cx(styles.cell, value < 0 && styles.below, at === place && styles.at)}
            style={{ '--share': `${share}%` } as React.CSSProperties}
            onPointerEnter={() => onAt(place)}
          />
        );
      })}
    </div>
  );
}
