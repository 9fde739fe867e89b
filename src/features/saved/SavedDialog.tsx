/** All that is saved in this browser: how much it takes, open or delete each, delete everything. */
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '@/components/Banner';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { formatBytes } from '@/components/format';
import { ProgressBar } from '@/components/ProgressBar';
import { Spinner } from '@/components/Spinner';
import { Toggle } from '@/components/Toggle';
import { useSaved } from '@/state/saved';
import type { SavedList } from '@/worker/protocolStore';
import { Confirm } from './Confirm';
import styles from './SavedDialog.module.css';
import { SavedGroup } from './SavedGroup';

export function SavedDialog() {
  const { t } = useTranslation('saved');
  const { open, setOpen } = useSaved();
  return (
    <Dialog title={t('title')} open={open} onClose={() => setOpen(false)} size="lg">
      <Saved />
    </Dialog>
  );
}

function Saved() {
  const { t } = useTranslation('saved');
  const { saving, list, error, setKeeping } = useSaved();
  return (
    <div className={styles.saved} data-testid="saved">
      <div>
        <Toggle label={t('keep.label')} checked={saving.keeping} onChange={setKeeping} />
        <p className={styles.note}>{t(saving.keeping ? 'keep.on' : 'keep.off')}</p>
      </div>
      {list?.problem && (
        <Banner tone="warn" title={t(`problem.${list.problem}.title`)}>
          {t(`problem.${list.problem}.text`)}
        </Banner>
      )}
      {error && (
        <Banner tone="error" title={t('deleteFailed')} data-testid="delete-failed">
          {error.details.problem === 'blocked' ? t('everything.blocked') : error.message}
        </Banner>
      )}
      {list === null ? (
        <p className={styles.note}>
          <Spinner /> {t('list.loading')}
        </p>
      ) : (
        <>
          {list.groups.length === 0 && !list.problem && <p className={styles.note}>{t('list.empty')}</p>}
          {list.groups.map((group) => (
            <SavedGroup key={group.dataset.id} group={group} />
          ))}
          <Use use={list.use} />
        </>
      )}
      <Everything />
    </div>
  );
}

function Use({ use }: Pick<SavedList, 'use'>) {
  const { t } = useTranslation('saved');
  if (!use) return <p className={styles.note}>{t('use.unknown')}</p>;
  const { usedBytes, quotaBytes } = use;
  return (
    <div className={styles.use}>
      <ProgressBar value={usedBytes / Math.max(1, quotaBytes)} label={t('use.label')} />
      <p className={styles.note}>{t('use.text', { used: formatBytes(usedBytes), quota: formatBytes(quotaBytes) })}</p>
    </div>
  );
}

function Everything() {
  const { t } = useTranslation('saved');
  const deleteEverything = useSaved((state) => state.deleteEverything);
  const [asking, setAsking] = useState(false);
  if (asking) {
    return (
      <Confirm
        question={t('everything.question')}
        note={t('everything.text')}
        confirm={t('everything.confirm')}
        onConfirm={() => void deleteEverything()}
        onClose={() => setAsking(false)}
      />
    );
  }
  return (
    <div className={styles.everything}>
      <Button variant="secondary" icon={Trash2} data-testid="delete-everything" onClick={() => setAsking(true)}>
        {t('everything.button')}
      </Button>
      <span className={styles.note}>{t('everything.hint')}</span>
    </div>
  );
}
