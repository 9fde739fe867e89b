import { type LucideIcon, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Banner.module.css';
import { cx } from './cx';
import { IconButton } from './IconButton';
import type { Tone } from './Tag';

export interface BannerProps {
  tone: Tone;
  icon?: LucideIcon;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  onDismiss?: () => void;
  'data-testid'?: string;
}

/** One thing that everybody should know, across the whole place. */
export function Banner({ tone, icon: Icon, title, children, actions, onDismiss, ...rest }: BannerProps) {
  const { t } = useTranslation('common');
  return (
    <div className={cx(styles.banner, styles[tone])} role={tone === 'error' ? 'alert' : 'status'} {...rest}>
      {Icon && <Icon size="1em" className={styles.icon} aria-hidden />}
      <div className={styles.text}>
        <strong>{title}</strong> {children}
      </div>
      {(actions || onDismiss) && (
        <div className={styles.actions}>
          {actions}
          {onDismiss && <IconButton label={t('dismiss')} icon={X} onClick={onDismiss} />}
        </div>
      )}
    </div>
  );
}
