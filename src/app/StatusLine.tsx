import { Lock } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { DeviceLine } from '@/features/device/DeviceLine';
import styles from './StatusLine.module.css';
import { useNews } from './useNews';

const SaveLine = lazy(() => import('@/features/saved/SaveLine'));

/** The device, the last thing that happened (read aloud politely), and where files stay. */
export function StatusLine() {
  const { t } = useTranslation('shell');
  const news = useNews();
  return (
    <footer className={styles.line}>
      <DeviceLine />
      <span className={styles.separator} />
      <span className={styles.news}>{news.text}</span>
      <span className={styles.spoken} aria-live="polite" data-testid="live-region">
        {news.spoken}
      </span>
      <Suspense fallback={null}>
        <SaveLine />
      </Suspense>
      <span className={styles.end}>
        <Lock size="1em" className={styles.icon} aria-hidden />
        {t('status.local')}
      </span>
    </footer>
  );
}
