/** What leaves a run: its model as a file, its lists as a table; and how a run of an earlier session goes on. */
import { FileDown, Play, Table2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { toErrorData } from '@/lib/errors';
import { useRuns } from '@/state/runs';
import type { Run } from '@/state/runTypes';
import styles from './RunFileButtons.module.css';
import { hasFile, saveModelFile } from './saveModelFile';
import { TopKDialog } from './TopKDialog';

export function RunFileButtons({ run }: { run: Run }) {
  const { t } = useTranslation('saved');
  const resume = useRuns((state) => state.resume);
  const [exporting, setExporting] = useState(false);
  const [saving, setSaving] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const save = async () => {
    setSaving(true);
    setFailed(null);
    try {
      await saveModelFile(run);
    } catch (thrown) {
      setFailed(toErrorData(thrown).message);
    }
    setSaving(false);
  };
  return (
    <>
      {run.status === 'interrupted' && (
        <Button
          variant="secondary"
          size="sm"
          icon={Play}
          title={t('run.resumeHint')}
          data-testid="resume-run"
          onClick={() => void resume(run.id)}
        >
          {t('run.resume')}
        </Button>
      )}
      {hasFile(run) && (
        <Button
          variant="secondary"
          size="sm"
          icon={FileDown}
          title={t('run.saveFileHint')}
          disabled={saving}
          data-testid="save-model"
          onClick={() => void save()}
        >
          {t('run.saveFile')}
        </Button>
      )}
      {run.finished !== null && (
        <Button
          variant="secondary"
          size="sm"
          icon={Table2}
          data-testid="export-top-k"
          onClick={() => setExporting(true)}
        >
          {t('run.topK')}
        </Button>
      )}
      {failed !== null && (
        <p className={styles.failed} role="alert">
          {t('run.saveFileFailed', { message: failed })}
        </p>
      )}
      <TopKDialog run={run} open={exporting} onClose={() => setExporting(false)} />
    </>
  );
}
