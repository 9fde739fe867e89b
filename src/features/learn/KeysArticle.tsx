import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { KeyList } from '@/components/KeyList';
import { useUi } from '@/state/ui';
import styles from './Article.module.css';

/** The keys of the page. */
export function KeysArticle() {
  const { t } = useTranslation('learn');
  const setKeysDialogOpen = useUi((state) => state.setKeysDialogOpen);
  return (
    <>
      <h2 className={styles.title}>{t('keys')}</h2>
      <div className={styles.section}>
        <KeyList />
      </div>
      <div className={styles.actions}>
        <Button variant="secondary" onClick={() => setKeysDialogOpen(true)}>
          {t('keysOpen')}
        </Button>
      </div>
    </>
  );
}
