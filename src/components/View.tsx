import type { ReactNode } from 'react';
import styles from './View.module.css';

/** A view of a place: a bar, and cards below it. */
export function View({ children, testId }: { children: ReactNode; testId?: string }) {
  return (
    <div className={styles.view} data-testid={testId}>
      {children}
    </div>
  );
}

/** The line at a view's top: tabs first, then what the view is about. */
export function ViewBar({ children }: { children: ReactNode }) {
  return <div className={styles.bar}>{children}</div>;
}
