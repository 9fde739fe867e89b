import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx';
import styles from './IconButton.module.css';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  /** its name, also shown as a tooltip */
  label: string;
  icon: LucideIcon;
  size?: 'md' | 'sm';
  /** for buttons that switch something on and off */
  pressed?: boolean;
}

/** A button with an icon only. */
export function IconButton({ label, icon: Icon, size = 'md', pressed, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      aria-pressed={pressed}
      className={cx(styles.button, styles[size], pressed && styles.pressed, className)}
    >
      <Icon size="1em" className={styles.icon} aria-hidden />
    </button>
  );
}
