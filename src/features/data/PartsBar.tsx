import { useTranslation } from 'react-i18next';
import { formatCount, formatPercent } from '@/components/format';
import type { DatasetSummary } from '@/data/types';
import styles from './PartsBar.module.css';

const PARTS = ['train', 'valid', 'test'] as const;

/** How the interactions are shared out. */
export function PartsBar({ parts }: { parts: DatasetSummary['parts'] }) {
  const { t } = useTranslation('data');
  const total = PARTS.reduce((sum, part) => sum + parts[part].interactions, 0);
  return (
    <div>
      <div className={styles.bar} aria-hidden="true">
        {PARTS.map((part) => (
          <span key={part} data-part={part} style={{ flexGrow: parts[part].interactions }} />
        ))}
      </div>
      <ul className={styles.legend}>
        {PARTS.map((part) => (
          <li key={part} title={formatPercent(parts[part].interactions / Math.max(1, total), 1)}>
            <span className={styles.swatch} data-part={part} />
            <strong>{t(`split.${part}`)}</strong> {formatCount(parts[part].interactions)}{' '}
            <span className={styles.users}>{t('split.partUsers', { users: formatCount(parts[part].users) })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
