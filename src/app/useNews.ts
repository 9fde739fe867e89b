/** The status line's sentence: what goes on, else the last thing that happened. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatCount, formatDuration, formatMetric } from '@/components/format';
import { useDatasetName } from '@/components/useDatasetName';
import { useDataset } from '@/state/dataset';
import { useRuns } from '@/state/runs';
import { hasEnded, isWorking, type Run } from '@/state/runTypes';
import { epochOf } from './epochOf';

export interface News {
  /** for the eye; changes with every epoch */
  text: string;
  /** for screen readers: only what begins, ends or goes wrong */
  spoken: string;
}

export function useNews(): News {
  const { t } = useTranslation(['shell', 'common']);
  const { summary, importing, waiting, importError, cancelled, preparing, readMs } = useDataset();
  const name = useDatasetName(summary);
  const active = useRuns((state) => state.runs.find((run) => run.id === state.activeRunId) ?? null);

  const same = (text: string): News => ({ text, spoken: text });
  if (importing) {
    const { fileName } = importing;
    return same(fileName === null ? t('shell:status.makingSample') : t('shell:status.reading', { name: fileName }));
  }
  if (importError) {
    return same(t('shell:status.importFailed', { name: importError.fileName ?? t('common:sampleName') }));
  }
  if (waiting) return same(t('shell:status.importWaits', { name: waiting.fileName ?? t('common:sampleName') }));
  if (cancelled !== null) return same(t('shell:status.importCancelled', { name: cancelled }));
  if (preparing) return same(t('shell:status.preparing'));
  if (active) return newsOfRun(active, t as TFunction);
  if (summary) {
    const count = formatCount(summary.before.interactions);
    return same(
      summary.synthetic
        ? t('shell:status.sample', { count })
        : t('shell:status.read', { name, count, time: formatDuration(readMs ?? 0) }),
    );
  }
  return same(t('shell:status.ready'));
}

function newsOfRun(run: Run, t: TFunction): News {
  const model = run.label;
  const { epoch, epochs } = epochOf(run);
  if (run.status === 'failed') {
    const text = t('shell:status.runFailed', { model });
    return { text, spoken: text };
  }
  if (run.finished) {
    const value = formatMetric(run.finished.test.values['ndcg@10']);
    const best = run.finished.bestEpoch;
    const text =
      best === null
        ? t('shell:status.stoppedFirst', { model, value })
        : t('shell:status.finished', { model, epoch: best, value });
    return { text, spoken: text };
  }
  if (run.status === 'evaluating') return { text: t('shell:status.evaluating', { model }), spoken: '' };
  if (run.status === 'preparing' || (isWorking(run.status) && run.progress === null)) {
    const text = t('shell:status.compiling', { model });
    return { text, spoken: text };
  }
  if (run.status === 'running') return { text: t('shell:status.training', { model, epoch, epochs }), spoken: '' };
  if (run.status === 'paused' && !hasEnded(run.status)) {
    const text = t('shell:status.paused', { model, epoch });
    return { text, spoken: text };
  }
  return { text: t('shell:status.ready'), spoken: '' };
}
