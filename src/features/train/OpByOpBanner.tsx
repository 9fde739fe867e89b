/** Says that a run on WebGPU is slower than it should be: its step could not be replayed as a list of kernels. */
import { Info } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '@/components/Banner';
import { useDevice } from '@/state/device';
import { useRuns } from '@/state/runs';
import { isInTraining } from '@/state/runTypes';

export function OpByOpBanner() {
  const { t } = useTranslation('train');
  const onWebGpu = useDevice((state) => state.info?.backend === 'webgpu');
  const run = useRuns((state) => state.runs.find(({ id }) => id === state.activeRunId));
  const [dismissed, setDismissed] = useState<string | null>(null);
  // On other backends there is nothing else, and their own banner says what that means.
  if (!onWebGpu || !run || !isInTraining(run) || run.path?.kind !== 'eager' || dismissed === run.id) return null;
  return (
    <Banner
      tone="neutral"
      icon={Info}
      title={t('path.banner', { label: run.label })}
      onDismiss={() => setDismissed(run.id)}
      data-testid="op-by-op-banner"
    >
      {t('path.bannerText', { reason: run.path.reason })}
    </Banner>
  );
}
