import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { cx } from './cx';
import styles from './Segmented.module.css';
import { VisuallyHidden } from './VisuallyHidden';

export interface SegmentedProps<T extends string> {
  /** names the group, not shown */
  label: string;
  options: { value: T; label: string; icon?: LucideIcon; disabled?: boolean }[];
  value: T;
  onChange: (value: T) => void;
  size?: 'md' | 'sm';
  disabled?: boolean;
  className?: string;
}

/** One of a few: native radio buttons, so arrow keys work. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const { label, options, value, onChange, size = 'md', disabled, className } = props;
  const name = useId();
  return (
    <fieldset className={cx(styles.group, styles[size], className)} disabled={disabled}>
      <VisuallyHidden as="legend">{label}</VisuallyHidden>
      {options.map(({ value: option, label: text, icon: Icon, disabled: off }) => (
        <label key={option} className={styles.option}>
          <input
            type="radio"
            className={styles.input}
            name={name}
            value={option}
            checked={option === value}
            disabled={off}
            onChange={() => onChange(option)}
          />
          {Icon && <Icon size="1em" className={styles.icon} aria-hidden />}
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
