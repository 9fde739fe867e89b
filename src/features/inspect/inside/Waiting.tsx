/** What stands in a card until there is an answer: a spinner, or what went wrong. */
import { useTranslation } from 'react-i18next';
import { Spinner } from '@/components/Spinner';
import type { ErrorData } from '@/lib/errors';
import styles from './Waiting.module.css';

export function Waiting({ error }: { error: ErrorData | null }) {
  const { t } = useTranslation('inside');
  return (
    <div className={styles.waiting} role={error === null ? undefined : 'alert'}>
      {error === null ? <Spinner /> : error.code === 'cancelled' ? t('moved') : error.message}
    </div>
  );
}
