import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { cx } from './cx';
import styles from './Field.module.css';
import { VisuallyHidden } from './VisuallyHidden';

export interface SelectProps<T extends string> {
  label: string;
  hideLabel?: boolean;
  value: T;
  options: { value: T; label: string; disabled?: boolean }[];
  onChange: (value: T) => void;
  size?: 'md' | 'sm';
  disabled?: boolean;
  className?: string;
}

/** One of many: the browser's own select. */
export function Select<T extends string>(props: SelectProps<T>) {
  const { label, hideLabel, value, options, onChange, size = 'md', disabled, className } = props;
  const id = useId();
  return (
    <div className={cx(styles.field, styles[size], className)}>
      {hideLabel ? (
        <VisuallyHidden>
          <label htmlFor={id}>{label}</label>
        </VisuallyHidden>
      ) : (
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
      )}
      <span className={styles.box}>
        <select
          id={id}
          className={cx(styles.input, styles.select)}
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(event.target.value as T)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown size="1em" className={styles.chevron} aria-hidden />
      </span>
    </div>
  );
}
