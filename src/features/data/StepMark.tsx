import { Check } from 'lucide-react';
import styles from './StepMark.module.css';

/** The number of a block: done, to do now, or later. */
export function StepMark({ state, number }: { state: 'done' | 'now' | 'later'; number: number }) {
  return (
    <span className={styles.mark} data-state={state}>
      {state === 'done' ? <Check size="1em" aria-hidden /> : number}
    </span>
  );
}
