import { type ReactNode, useId } from 'react';
import styles from './Card.module.css';
import { cx } from './cx';

export interface CardProps {
  title?: ReactNode;
  /** muted, on the title's line */
  subtitle?: ReactNode;
  /** at the end of the title's line */
  actions?: ReactNode;
  children?: ReactNode;
  /** false lets content reach the edges */
  padded?: boolean;
  /** for what stands there until there is more: fills the place */
  centred?: boolean;
  className?: string;
}

/** A panel: surface without border or shadow. With a title it is a named region. */
export function Card({ title, subtitle, actions, children, padded = true, centred = false, className }: CardProps) {
  const titleId = useId();
  return (
    <section
      className={cx(styles.card, padded && styles.padded, centred && styles.centred, className)}
      aria-labelledby={title ? titleId : undefined}
    >
      {(title || actions) && (
        <header className={styles.header}>
          {title && (
            <h2 id={titleId} className={styles.title}>
              {title}
            </h2>
          )}
          {subtitle && <div className={styles.subtitle}>{subtitle}</div>}
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
