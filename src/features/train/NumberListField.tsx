import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { formatParameter } from '@/components/format';
import styles from './NumberListField.module.css';
import { parseNumberList } from './parseNumberList';

export interface NumberListFieldProps {
  label: string;
  value: number[];
  /** shown while the list is empty */
  placeholder?: string;
  integer?: boolean;
  /** called with the list when the field is left or Enter is pressed */
  onChange: (value: number[]) => void;
  className?: string;
}

/** A list of numbers, typed: 128, 64, 32. What is no list is marked, and undone when the field is left. */
export function NumberListField({ label, value, placeholder, integer, onChange, className }: NumberListFieldProps) {
  const { t } = useTranslation('train');
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const isBroken = draft !== null && parseNumberList(draft) === null;

  const commit = () => {
    const typed = draft === null ? null : parseNumberList(draft);
    setDraft(null);
    if (typed !== null && typed.join() !== value.join()) {
      onChange(integer ? typed.map(Math.round) : typed);
    }
  };

  return (
    <span className={cx(styles.field, className)}>
      <input
        id={id}
        className={styles.input}
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        aria-invalid={isBroken || undefined}
        aria-describedby={isBroken ? `${id}-problem` : undefined}
        placeholder={placeholder}
        value={draft ?? value.map(formatParameter).join(', ')}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            commit();
          } else if (event.key === 'Escape') {
            setDraft(null);
          }
        }}
      />
      {isBroken && (
        <span id={`${id}-problem`} className={styles.problem}>
          {t('settings.notAList')}
        </span>
      )}
    </span>
  );
}
