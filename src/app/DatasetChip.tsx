import { Database } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/components/format';
import { Spinner } from '@/components/Spinner';
import { useDatasetName } from '@/components/useDatasetName';
import { useDataset } from '@/state/dataset';
import { goTo } from '@/state/ui';
import styles from './DatasetChip.module.css';

/** The data in use; leads to Data. */
export function DatasetChip() {
  const { t } = useTranslation('shell');
  const summary = useDataset((state) => state.summary);
  const importing = useDataset((state) => state.importing !== null);
  const name = useDatasetName(summary);
  return (
    <button
      type="button"
      className={styles.chip}
      data-testid="dataset-chip"
      title={
        summary
          ? t('dataset.sizeTitle', { users: formatCount(summary.after.users), items: formatCount(summary.after.items) })
          : undefined
      }
      onClick={() => goTo('data')}
    >
      {importing ? <Spinner /> : <Database size="1em" className={styles.icon} aria-hidden />}
      {summary ? (
        <>
          <span className={styles.name}>{name}</span>
          <span className={styles.size}>
            {t('dataset.size', { users: formatCount(summary.after.users), items: formatCount(summary.after.items) })}
          </span>
        </>
      ) : (
        <span className={styles.name}>{t('dataset.none')}</span>
      )}
    </button>
  );
}
