/** One sentence about what goes on, at the same place from the first batch to the verdict. */
import { Columns3, CopyPlus, UserSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { ErrorPanel } from '@/components/ErrorPanel';
import { formatMetric, formatSigned } from '@/components/format';
import { ModelSwatch } from '@/components/ModelSwatch';
import { ProgressBar } from '@/components/ProgressBar';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { Spinner } from '@/components/Spinner';
import { cutoffOf } from '@/eval/protocol';
import type { MetricKey } from '@/eval/types';
import { modelSpec } from '@/models/catalog';
import { useDraft } from '@/state/draft';
import { useRuns } from '@/state/runs';
import { isWorking, type Run } from '@/state/runTypes';
import { goTo } from '@/state/ui';
import { bestRecord } from './curves';
import { lowerLearningRate } from './lowerLearningRate';
import styles from './NewsStrip.module.css';
import { type Verdict, verdict } from './news';
import { useMetricName } from './useMetricName';

export function NewsStrip({ datasetKey, metric }: { datasetKey: string; metric: MetricKey }) {
  const all = useRuns((state) => state.runs);
  const activeRunId = useRuns((state) => state.activeRunId);
  const runs = all.filter((run) => run.request.datasetKey === datasetKey);
  const active = runs.find((run) => run.id === activeRunId) ?? null;
  const result = verdict(runs, metric);
  if (active?.status === 'failed' && active.error !== null) {
    return <Failed run={active} />;
  }
  if (result !== null) {
    return <Summary result={result} metric={metric} />;
  }
  return active === null ? null : <InProgress run={active} />;
}

function InProgress({ run }: { run: Run }) {
  const { t } = useTranslation('train');
  const metricName = useMetricName();
  const best = bestRecord(run);
  const { metric } = run.request.earlyStopping;
  if (run.preparing !== null) return <Preparing run={run} {...run.preparing} />;
  const isFirstBatch = isWorking(run.status) && run.progress === null;
  return (
    <section className={styles.strip} aria-label={t('news.title')} data-testid="train-news">
      {isFirstBatch ? (
        <Spinner label={t('news.preparing', { label: run.label })} />
      ) : (
        <ModelSwatch model={run.request.model} />
      )}
      <p className={styles.sentence}>
        {isFirstBatch
          ? t('news.preparing', { label: run.label })
          : run.status === 'queued'
            ? t('news.queued', { label: run.label })
            : run.status === 'paused'
              ? t('news.paused', { label: run.label, epoch: run.progress?.epoch ?? 1 })
              : best === null
                ? t('news.firstEpoch', { label: run.label })
                : best.metrics.numUsers === 0
                  ? t('news.unvalidated', { label: run.label, epoch: best.epoch })
                  : t('news.bestSoFar', {
                      label: run.label,
                      epoch: best.epoch,
                      metric: metricName(metric),
                      value: formatMetric(best.metrics.values[metric], 3),
                    })}
      </p>
      {best !== null && best.metrics.numUsers > 0 && (
        <ProtocolBadge compact protocol={best.metrics.protocol} cutoff={cutoffOf(metric)} />
      )}
    </section>
  );
}

/** Shaders are compiled side by side: how many are done is all that can be told. */
function Preparing({ run, done, total }: { run: Run; done: number; total: number }) {
  const { t } = useTranslation('train');
  return (
    <section className={styles.strip} aria-label={t('news.title')} data-testid="train-news">
      <ModelSwatch model={run.request.model} />
      <p className={styles.sentence}>
        {t(done < total ? 'news.compiling' : 'news.checking', { label: run.label, done, total })}
      </p>
      <div className={styles.bar} data-testid="compile-progress">
        <ProgressBar
          value={done < total ? done / total : null}
          label={t('news.compilingBar', { label: run.label })}
          model={run.request.model}
        />
      </div>
    </section>
  );
}

function Summary({ result, metric }: { result: Verdict; metric: MetricKey }) {
  const { t } = useTranslation('train');
  const metricName = useMetricName();
  const { best, value, aboveBaseline, baseline, numRanked } = result;
  return (
    <section className={styles.strip} aria-label={t('news.title')}>
      <ModelSwatch model={best.request.model} />
      <p className={styles.sentence} data-testid="summary-sentence">
        {t(numRanked > 1 ? 'news.bestOf' : 'news.finished', {
          label: best.label,
          count: numRanked,
          metric: metricName(metric),
          value: formatMetric(value, 3),
        })}{' '}
        {aboveBaseline !== null &&
          baseline !== null &&
          t(aboveBaseline > 0 ? 'news.above' : 'news.below', {
            difference: formatSigned(aboveBaseline, 3),
            label: baseline.label,
          })}{' '}
        <span className={styles.aside}>
          {best.finished?.bestEpoch != null && t('news.kept', { epoch: best.finished.bestEpoch })}
        </span>
      </p>
      {best.finished && <ProtocolBadge compact protocol={best.finished.test.protocol} cutoff={cutoffOf(metric)} />}
      <div className={styles.actions}>
        <Button variant="secondary" icon={Columns3} onClick={() => goTo('compare')}>
          {t('news.compare')}
        </Button>
        <Button variant="secondary" icon={UserSearch} onClick={() => goTo('inspect')}>
          {t('news.inspect')}
        </Button>
      </div>
    </section>
  );
}

function Failed({ run }: { run: Run }) {
  const { t } = useTranslation('train');
  const copy = useDraft((state) => state.copy);
  const slower = lowerLearningRate(modelSpec(run.request.model), run.request.config);
  return run.error === null ? null : (
    <ErrorPanel
      error={run.error}
      actions={
        run.error.code === 'nan-loss' && slower !== null ? (
          <Button variant="secondary" icon={CopyPlus} onClick={() => copy(run, slower)}>
            {t('details.slower')}
          </Button>
        ) : (
          <Button variant="secondary" icon={CopyPlus} onClick={() => copy(run)}>
            {t('details.duplicate')}
          </Button>
        )
      }
    />
  );
}
