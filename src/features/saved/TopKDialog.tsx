import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { formatCount } from '@/components/format';
import { ProgressBar } from '@/components/ProgressBar';
import { Segmented } from '@/components/Segmented';
import { useDevice } from '@/state/device';
import type { Run } from '@/state/runTypes';
import { fileNameOf } from './saveModelFile';
import styles from './TopKDialog.module.css';
import { useExport } from './useExport';

const COUNTS = ['5', '10', '20', '50'] as const;

/** How many films a user, and the file. */
export function TopKDialog({ run, open, onClose }: { run: Run; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('saved');
  return (
    <Dialog title={t('topK.title', { label: run.label })} open={open} onClose={onClose}>
      <Form run={run} onClose={onClose} />
    </Dialog>
  );
}

function Form({ run, onClose }: { run: Run; onClose: () => void }) {
  const { t } = useTranslation('saved');
  const [count, setCount] = useState<(typeof COUNTS)[number]>('10');
  const k = Number(count);
  const { progress, error, start, cancel } = useExport(
    (client, onProgress) => client.topKCsv(run.id, k, onProgress),
    (client) => client.cancelTopKCsv(run.id),
  );
  const make = async () => {
    if (run.neural) void useDevice.getState().ensure();
    if (await start(`${fileNameOf(run)}-top-${k}.csv`)) onClose();
  };
  return (
    <div className={styles.form}>
      <p>{t('topK.text')}</p>
      <Segmented
        label={t('topK.count')}
        options={COUNTS.map((value) => ({ value, label: value }))}
        value={count}
        onChange={setCount}
      />
      <p className={styles.note}>{t('topK.rows', { rows: formatCount(k * run.dataset.after.users) })}</p>
      {error && (
        <p role="status" className={error.code === 'cancelled' ? styles.note : styles.error}>
          {error.code === 'cancelled' ? t('topK.cancelled') : t('exportFailed', { message: error.message })}
        </p>
      )}
      {progress === null ? (
        <Button variant="primary" icon={FileDown} data-testid="make-top-k" onClick={() => void make()}>
          {t('topK.make')}
        </Button>
      ) : (
        <>
          <ProgressBar value={progress} label={t('topK.progress')} />
          <Button variant="secondary" data-testid="cancel-top-k" onClick={() => void cancel()}>
            {t('topK.cancel')}
          </Button>
        </>
      )}
    </div>
  );
}
