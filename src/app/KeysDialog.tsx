import { useTranslation } from 'react-i18next';
import { Dialog } from '@/components/Dialog';
import { KeyList } from '@/components/KeyList';
import { Toggle } from '@/components/Toggle';
import { useUi } from '@/state/ui';
import styles from './KeysDialog.module.css';

/** All keys, and the way to turn them off. */
export function KeysDialog() {
  const { t } = useTranslation('shell');
  const open = useUi((state) => state.keysDialogOpen);
  const on = useUi((state) => state.shortcutsOn);
  const { setKeysDialogOpen, setShortcutsOn } = useUi.getState();
  return (
    <Dialog title={t('keys.title')} open={open} onClose={() => setKeysDialogOpen(false)}>
      <KeyList />
      <div className={styles.off}>
        <Toggle label={t('keys.on')} checked={on} onChange={setShortcutsOn} />
        <p className={styles.help}>{t('keys.onHelp')}</p>
      </div>
    </Dialog>
  );
}
