import type { ReactNode } from 'react';
import { HelpTip } from '@/components/HelpTip';
import styles from './WithHelp.module.css';

/** A labelled field with a ? at the end of its label's line. */
export function WithHelp({ label, help, children }: { label: string; help: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      {children}
      <span className={styles.help}>
        <HelpTip label={label}>{help}</HelpTip>
      </span>
    </div>
  );
}
