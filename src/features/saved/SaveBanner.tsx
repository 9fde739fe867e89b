import { HardDrive } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Banner } from '@/components/Banner';
import { Button } from '@/components/Button';
import { useRuns } from '@/state/runs';
import { useSaved } from '@/state/saved';
import { hasFile, saveModelFile } from './saveModelFile';

/** Says once that nothing can be saved, why, and what to do about it: training goes on. */
export function SaveBanner() {
  const { t } = useTranslation('saved');
  const { saving, dismissed, dismissProblem, setOpen } = useSaved();
  const runs = useRuns((state) => state.runs);
  const { problem, keeping } = saving;
  if (!keeping || !problem || dismissed === problem.what) return null;
  const withFile = runs.filter(hasFile);
  return (
    <Banner
      tone="warn"
      icon={HardDrive}
      data-testid="save-banner"
      title={t(`problem.${problem.what}.title`)}
      actions={
        <>
          {withFile.length > 0 && (
            <Button
              variant="secondary"
              onClick={async () => {
                for (const run of withFile) await saveModelFile(run);
              }}
            >
              {t('problem.exportModels', { count: withFile.length })}
            </Button>
          )}
          <Button variant="secondary" onClick={() => setOpen(true)}>
            {t('problem.show')}
          </Button>
        </>
      }
      onDismiss={dismissProblem}
    >
      <span title={problem.message}>{t(`problem.${problem.what}.text`)}</span>
    </Banner>
  );
}
