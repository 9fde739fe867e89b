import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/components/Dialog';
import styles from './MovieLensDialog.module.css';

/** An address for people; the page itself never asks for it. */
const MOVIELENS = 'https://grouplens.org/datasets/movielens/';

export function MovieLensDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('data');
  return (
    <Dialog title={t('movielens.title')} open={open} onClose={onClose}>
      <div className={styles.text}>
        <p>{t('movielens.text')}</p>
        <ul className={styles.sets}>
          <li>{t('movielens.sets.100k')}</li>
          <li>{t('movielens.sets.1m')}</li>
        </ul>
        <p>
          <a href={MOVIELENS} target="_blank" rel="noreferrer">
            {t('movielens.link')} <ExternalLink size="1em" aria-hidden />
          </a>{' '}
          <span className={styles.note}>{t('movielens.linkNote')}</span>
        </p>
        <p className={styles.note}>{t('movielens.licence')}</p>
      </div>
    </Dialog>
  );
}
