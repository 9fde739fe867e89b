import type { ReactNode } from 'react';
import { cx } from './cx';
import styles from './Tag.module.css';

export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'error';

/** One or two words about a thing. */
export function Tag({ tone, children, className }: { tone: Tone; children: ReactNode; className?: string }) {
  return <span className={cx(styles.tag, styles[tone], className)}>{children}</span>;
}
