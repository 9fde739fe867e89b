import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { cx } from './cx';

export interface ButtonProps extends ComponentProps<'button'> {
  /** one primary a screen */
  variant: 'primary' | 'secondary' | 'ghost';
  size?: 'md' | 'sm';
  icon?: LucideIcon;
  iconAfter?: LucideIcon;
}

/** A button with words. */
export function Button({
  variant,
  size = 'md',
  icon: Icon,
  iconAfter: IconAfter,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button type="button" {...rest} className={cx(styles.button, styles[variant], styles[size], className)}>
      {Icon && <Icon size="1em" className={styles.icon} aria-hidden />}
      {children}
      {IconAfter && <IconAfter size="1em" className={styles.icon} aria-hidden />}
    </button>
  );
}
