import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { formatCount } from '@/components/format';
import { useDatasetName } from '@/components/useDatasetName';
import { useDataset } from '@/state/dataset';
import { useSaved } from '@/state/saved';
import styles from './ContinueCard.module.css';
import { formatMoment } from './formatMoment';

/** On the first screen of a later visit: the data used last, with what was made of them. Nothing on a first visit. */
export default function ContinueCard() {
  const { t } = useTranslation('saved');
  const { list, openDataset, setOpen } = useSaved();
  const importing = useDataset((state) => state.importing !== null);
  const last = list?.groups[0];
  const name = useDatasetName(last?.dataset.summary ?? null);
  if (!last) return null;
  const { dataset, runs } = last;
  const { users, items } = dataset.summary.after;
  return (
    <div className={styles.continue} data-testid="continue">
      <Button
        variant="secondary"
        icon={History}
        className={styles.button}
        disabled={importing}
        data-testid="continue-last"
        onClick={() => void openDataset(dataset)}
      >
        {t('continue.title', { name })}
      </Button>
      <p className={styles.note}>
        {t('continue.note', {
          users: formatCount(users),
          items: formatCount(items),
          runs: t('continue.runs', { count: runs.length }),
          moment: formatMoment(dataset.usedAt),
        })}
        {' · '}
        <button type="button" className={styles.all} onClick={() => setOpen(true)}>
          {t('continue.all')}
        </button>
      </p>
    </div>
  );
}
