import { CalendarDays } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import field from '@/components/Field.module.css';
import styles from './CutDateField.module.css';
import { readMoment, writeMoment } from './moments';

interface CutDateFieldProps {
  label: string;
  /** seconds since 1970; null where there is no cut */
  value: number | null;
  /** the first and the last moment that make sense */
  from: number;
  to: number;
  onChange: (moment: number) => void;
}

/** A typed date, with a time of day if need be. What cannot be read is marked, and undone when the field is left. */
export function CutDateField({ label, value, from, to, onChange }: CutDateFieldProps) {
  const { t } = useTranslation('data');
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const commit = () => {
    if (draft === null) return;
    const moment = readMoment(draft);
    if (moment === null) return setProblem(t('cut.notADate'));
    if (moment <= from || moment > to) {
      return setProblem(t('cut.outside', { from: writeMoment(from).slice(0, 10), to: writeMoment(to).slice(0, 10) }));
    }
    forget();
    if (moment !== value) onChange(moment);
  };
  const forget = () => {
    setDraft(null);
    setProblem(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit();
    else if (event.key === 'Escape') forget();
  };

  return (
    <div className={styles.field}>
      <label htmlFor={id} className={field.label}>
        {label}
      </label>
      <span className={field.box} data-tone={problem ? 'error' : undefined}>
        <input
          id={id}
          className={`${field.input} ${styles.input}`}
          type="text"
          autoComplete="off"
          spellCheck={false}
          placeholder={t('cut.placeholder')}
          value={draft ?? (value === null ? '' : writeMoment(value))}
          data-draft={draft !== null || undefined}
          aria-invalid={problem !== null || undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onChange={(event) => {
            setDraft(event.target.value);
            setProblem(null);
          }}
          onFocus={(event) => event.target.select()}
          onBlur={() => {
            commit();
            if (problem) forget();
          }}
          onKeyDown={onKeyDown}
        />
        <CalendarDays size="1em" className={styles.icon} aria-hidden />
      </span>
      {problem && (
        <span id={`${id}-problem`} className={`${field.problem} ${styles.problem}`} data-tone="error" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}
