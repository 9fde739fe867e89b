import type { ReactNode } from 'react';
import styles from './VisuallyHidden.module.css';

/** Text for screen readers only. */
export function VisuallyHidden({ children, as: As = 'span' }: { children: ReactNode; as?: 'span' | 'legend' | 'h2' }) {
  return <As className={styles.hidden}>{children}</As>;
}
