import { useTranslation } from 'react-i18next';
import { formatCount, formatPercent } from '@/components/format';
import type { DatasetSummary } from '@/data/types';
import styles from './PartsBar.module.css';

const PARTS = ['train', 'valid', 'test'] as const;

/** How the interactions are shared out. */
export function PartsBar({ parts, setAside }: Pick<DatasetSummary, 'parts' | 'setAside'>) {
  const { t } = useTranslation('data');
  const total = PARTS.reduce((sum, part) => sum + parts[part].interactions, setAside.interactions);
  return (
    <div>
      <div className={styles.bar} aria-hidden="true">
        {PARTS.map((part) => (
          <span key={part} data-part={part} style={{ flexGrow: parts[part].interactions }} />
        ))}
        {setAside.interactions > 0 && <span data-part="aside" style={{ flexGrow: setAside.interactions }} />}
      </div>
      <ul className={styles.legend}>
        {PARTS.map((part) => (
          <li key={part} title={formatPercent(parts[part].interactions / Math.max(1, total), 1)}>
            <span className={styles.swatch} data-part={part} />
            <strong>{t(`split.${part}`)}</strong> {formatCount(parts[part].interactions)}{' '}
            <span className={styles.users}>{t('split.partUsers', { users: formatCount(parts[part].users) })}</span>
          </li>
        ))}
        {setAside.interactions > 0 && (
          <li title={t('split.setAsideHelp')}>
            <span className={styles.swatch} data-part="aside" />
            <strong>{t('split.setAside')}</strong> {formatCount(setAside.interactions)}{' '}
            <span className={styles.users}>
              {t('split.setAsideUsers', { count: setAside.users, users: formatCount(setAside.users) })}
            </span>
          </li>
        )}
      </ul>
    </div>
  );
}
