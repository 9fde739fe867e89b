/** Whose column or row it is: choose another run, or close it. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/IconButton';
import { ModelSwatch } from '@/components/ModelSwatch';
import { Select } from '@/components/Select';
import type { Run } from '@/state/runTypes';
import styles from './RunChoice.module.css';

export interface RunChoiceProps {
  run: Run;
  /** runs that stand nowhere */
  others: readonly Run[];
  /** names of the choice and of the way to close, where it is no column */
  label?: string;
  closeLabel?: string;
  onReplace: (runId: string) => void;
  /** null for the last column */
  onClose: (() => void) | null;
  /** between the choice and the way to close */
  children?: ReactNode;
}

export function RunChoice({ run, others, label, closeLabel, onReplace, onClose, children }: RunChoiceProps) {
  const { t } = useTranslation('inspect');
  return (
    <div className={styles.choice}>
      <ModelSwatch model={run.request.model} />
      <Select
        className={styles.select}
        label={label ?? t('column.choose')}
        hideLabel
        size="sm"
        value={run.id}
        options={[run, ...others].map((other) => ({ value: other.id, label: other.label }))}
        onChange={onReplace}
      />
      {children}
      {onClose !== null && (
        <IconButton
          size="sm"
          className={styles.close}
          label={closeLabel ?? t('column.close', { label: run.label })}
          icon={X}
          onClick={onClose}
        />
      )}
    </div>
  );
}
