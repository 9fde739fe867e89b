import type { ReactNode } from 'react';
import styles from './BlockTitle.module.css';
import { StepMark } from './StepMark';

/** Title of a numbered block. */
export function BlockTitle({
  state,
  number,
  children,
}: {
  state: 'done' | 'now';
  number: number;
  children: ReactNode;
}) {
  return (
    <span className={styles.title}>
      <StepMark state={state} number={number} />
      {children}
    </span>
  );
}
