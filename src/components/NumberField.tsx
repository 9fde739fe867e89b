import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx';
import styles from './Field.module.css';
import { formatParameter } from './format';
import { parseNumber } from './parseNumber';
import { VisuallyHidden } from './VisuallyHidden';

export interface NumberFieldProps {
  label: string;
  hideLabel?: boolean;
  value: number;
  /** called with a number inside min..max when the field is left or Enter is pressed */
  onChange: (value: number) => void;
  min?: number;
  max?: number;
  /** what arrow up and down add; also rounds to whole numbers when it is whole */
  step?: number;
  suffix?: string;
  problem?: { tone: 'warn' | 'error'; text: string };
  size?: 'md' | 'sm';
  disabled?: boolean;
  className?: string;
}

/** A typed number. While typing anything goes; what is no number is marked, and undone when the field is left. */
export function NumberField(props: NumberFieldProps) {
  const {
    label,
    hideLabel,
    value,
    onChange,
    min = -Infinity,
    max = Infinity,
    step,
    suffix,
    size = 'md',
    disabled,
  } = props;
  const { t } = useTranslation('common');
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const broken = draft !== null && parseNumber(draft) === null;
  const problem = broken ? { tone: 'error' as const, text: t('number.notANumber') } : props.problem;

  const commit = (text: string | null, change = 0) => {
    setDraft(null);
    const typed = text === null ? value : parseNumber(text);
    if (typed === null) return;
    let next = typed + change;
    if (step !== undefined && Number.isInteger(step)) next = Math.round(next);
    next = Math.min(max, Math.max(min, Number(next.toPrecision(12))));
    if (next !== value) onChange(next);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit(draft);
    else if (event.key === 'Escape') setDraft(null);
    else if (step !== undefined && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      commit(draft, event.key === 'ArrowUp' ? step : -step);
    }
  };

  return (
    <div className={cx(styles.field, styles[size], props.className)}>
      {hideLabel ? (
        <VisuallyHidden>
          <label htmlFor={id}>{label}</label>
        </VisuallyHidden>
      ) : (
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
      )}
      <span className={styles.box} data-tone={problem?.tone}>
        <input
          id={id}
          className={cx(styles.input, styles.number)}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          value={draft ?? formatParameter(value)}
          disabled={disabled}
          data-draft={draft !== null || undefined}
          aria-invalid={problem?.tone === 'error' || undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onChange={(event) => setDraft(event.target.value)}
          onFocus={(event) => event.target.select()}
          onBlur={() => draft !== null && commit(draft)}
          onKeyDown={onKeyDown}
        />
        {suffix && <span className={styles.suffix}>{suffix}</span>}
      </span>
      {problem && (
        <span id={`${id}-problem`} className={styles.problem} data-tone={problem.tone}>
          {problem.text}
        </span>
      )}
    </div>
  );
}
