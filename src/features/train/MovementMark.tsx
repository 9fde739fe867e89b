import { useTranslation } from 'react-i18next';
import styles from './MovementMark.module.css';
import type { Movement } from './movement';

/** How a film of a list moved since the list before. */
export function MovementMark({ movement }: { movement: Movement | null }) {
  const { t } = useTranslation('train');
  if (movement === null) {
    return null;
  }
  switch (movement.kind) {
    case 'new':
      return <span className={styles.new}>{t('live.new')}</span>;
    case 'same':
      return <span>–</span>;
    default:
      return <span>{t(`live.${movement.kind}`, { by: movement.by })}</span>;
  }
}
