import { LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from './Spinner.module.css';
import { VisuallyHidden } from './VisuallyHidden';

/** Something is being fetched. With reduced motion it stands still. */
export function Spinner({ label }: { label?: string }) {
  const { t } = useTranslation('common');
  return (
    <span className={styles.spinner} role="status">
      <LoaderCircle size="1em" aria-hidden />
      <VisuallyHidden>{label ?? t('loading')}</VisuallyHidden>
    </span>
  );
}
