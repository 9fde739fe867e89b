import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/components/Dialog';
import { formatBytes, formatCount } from '@/components/format';
import styles from './MovieLensDialog.module.css';

/** An address for people; the page itself never asks for it. */
const MOVIELENS = 'https://grouplens.org/datasets/movielens/';

/** As the README of each set says; `latest` is of July 2023, and grows. Sizes are those of the zips. */
const SETS = [
  { id: '100k', file: 'ml-100k.zip', ratings: 100_000, films: 1_682, users: 943, bytes: 4_900_000 },
  { id: 'latest-small', file: 'ml-latest-small.zip', ratings: 100_836, films: 9_742, users: 610, bytes: 1_000_000 },
  { id: '1m', file: 'ml-1m.zip', ratings: 1_000_209, films: 3_883, users: 6_040, bytes: 5_900_000 },
  { id: '10m', file: 'ml-10m.zip', ratings: 10_000_054, films: 10_681, users: 71_567, bytes: 63_000_000 },
  { id: '20m', file: 'ml-20m.zip', ratings: 20_000_263, films: 27_278, users: 138_493, bytes: 190_000_000 },
  { id: '25m', file: 'ml-25m.zip', ratings: 25_000_095, films: 62_423, users: 162_541, bytes: 250_000_000 },
  { id: '32m', file: 'ml-32m.zip', ratings: 32_000_204, films: 87_585, users: 200_948, bytes: 239_000_000 },
  { id: 'latest', file: 'ml-latest.zip', ratings: 33_832_162, films: 86_537, users: 330_975, bytes: 335_000_000 },
] as const;

/** Where people get the data themselves, what each set holds, and on what conditions. */
export function MovieLensDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('data');
  return (
    <Dialog title={t('movielens.title')} open={open} onClose={onClose} size="lg">
      <div className={styles.text}>
        <p>{t('movielens.text')}</p>
        <p>
          <a href={MOVIELENS} target="_blank" rel="noreferrer">
            {t('movielens.link')} <ExternalLink size="1em" aria-hidden />
          </a>{' '}
          <span className={styles.note}>{t('movielens.linkNote')}</span>
        </p>
        <table className={styles.sets} aria-label={t('movielens.caption')}>
          <thead>
            <tr>
              <th scope="col">{t('movielens.set')}</th>
              <th scope="col" className={styles.number}>
                {t('movielens.ratings')}
              </th>
              <th scope="col" className={styles.number}>
                {t('movielens.films')}
              </th>
              <th scope="col" className={styles.number}>
                {t('movielens.users')}
              </th>
              <th scope="col" className={styles.number}>
                {t('movielens.size')}
              </th>
              <th scope="col">{t('movielens.has')}</th>
            </tr>
          </thead>
          <tbody>
            {SETS.map(({ id, file, ratings, films, users, bytes }) => (
              <tr key={id}>
                <th scope="row" title={file}>
                  {t(`movielens.names.${id}`)}
                </th>
                <td className={styles.number}>{formatCount(ratings)}</td>
                <td className={styles.number}>{formatCount(films)}</td>
                <td className={styles.number}>{formatCount(users)}</td>
                <td className={styles.number}>{formatBytes(bytes)}</td>
                <td className={styles.note}>{t(`movielens.notes.${id}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className={styles.note}>{t('movielens.memory')}</p>
        <p className={styles.note}>{t('movielens.licence')}</p>
      </div>
    </Dialog>
  );
}
