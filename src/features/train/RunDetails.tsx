/** The settings of a run that was started, read-only, and what can still be done with it. */
import { ChevronDown, ChevronRight, CopyPlus, RefreshCcwDot, Square, Trash2, X } from 'lucide-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { formatCount, formatDecimal } from '@/components/format';
import { modelSpec } from '@/models/catalog';
import { useDataset } from '@/state/dataset';
import { useDraft } from '@/state/draft';
import { canRefit, refitRun } from '@/state/refitRun';
import { useRuns } from '@/state/runs';
import { hasEnded, type Run } from '@/state/runTypes';
import { RunFileButtons } from '../saved/RunFileButtons';
import { formatConfigValue } from './formatConfigValue';
import { lowerLearningRate } from './lowerLearningRate';
import styles from './RunDetails.module.css';
import { stepPathText } from './stepPathText';
import { useMetricName } from './useMetricName';

export const RunDetails = memo(function RunDetails({ run }: { run: Run }) {
  const { t } = useTranslation(['train', 'models', 'errors', 'saved']);
  const [showAll, setShowAll] = useState(false);
  const metricName = useMetricName();
  const copy = useDraft((state) => state.copy);
  const stop = useRuns((state) => state.stop);
  const remove = useRuns((state) => state.remove);
  const refittable = useDataset(({ summary }) => canRefit(run, summary?.key));
  const { config, earlyStopping, seed, model } = run.request;
  const spec = modelSpec(model);
  const shown = spec.parameters.filter(({ main }) => main || showAll);
  const slower = run.error?.code === 'nan-loss' ? lowerLearningRate(spec, config) : null;

  return (
    <div className={styles.details}>
      {run.error !== null && <p className={styles.error}>{t(`errors:${run.error.code}.title`, run.error.details)}</p>}
      <dl className={styles.list}>
        {run.fromFile !== null && (
          <div data-testid="from-file">
            <dt>{t('saved:run.fromFile')}</dt>
            <dd>{run.fromFile}</dd>
          </div>
        )}
        {shown.map((parameter) => (
          <div key={parameter.name}>
            <dt>{t(`models:params.${model}.${parameter.name}.label`)}</dt>
            <dd>{formatConfigValue(model, parameter, config[parameter.name], t)}</dd>
          </div>
        ))}
        {showAll && (
          <div>
            <dt>{t('seed.title')}</dt>
            <dd>{seed}</dd>
          </div>
        )}
        {run.neural && showAll && (
          <div>
            <dt>{t('earlyStopping.title')}</dt>
            <dd>
              {earlyStopping.enabled
                ? t('earlyStopping.short', {
                    metric: metricName(earlyStopping.metric),
                    patience: earlyStopping.patience,
                  })
                : t('settings.off')}
            </dd>
          </div>
        )}
        {run.numParameters !== null && run.neural && (
          <div>
            <dt>{t('details.parameters')}</dt>
            <dd>{formatCount(run.numParameters)}</dd>
          </div>
        )}
        {run.path !== null && (
          <div>
            <dt>{t('path.title')}</dt>
            <dd>{stepPathText(run.path, t)}</dd>
          </div>
        )}
        {run.finished !== null && (
          <div>
            <dt>{t('details.inference')}</dt>
            <dd>{t('details.inferenceValue', { ms: formatDecimal(run.finished.inferenceMsPerUser, 2) })}</dd>
          </div>
        )}
      </dl>
      {shown.length < spec.parameters.length || showAll ? (
        <Button
          variant="ghost"
          size="sm"
          className={styles.more}
          iconAfter={showAll ? ChevronDown : ChevronRight}
          aria-expanded={showAll}
          onClick={() => setShowAll(!showAll)}
        >
          {t(showAll ? 'draft.fewer' : 'details.all')}
        </Button>
      ) : null}
      <div className={styles.actions}>
        {slower !== null && (
          <Button variant="secondary" size="sm" icon={CopyPlus} onClick={() => copy(run, slower)}>
            {t('details.slower')}
          </Button>
        )}
        {spec.parameters.length > 0 && (
          <Button variant="secondary" size="sm" icon={CopyPlus} onClick={() => copy(run)} data-testid="duplicate-run">
            {t('details.duplicate')}
          </Button>
        )}
        {refittable && (
          <Button
            variant="secondary"
            size="sm"
            icon={RefreshCcwDot}
            title={t('details.refitHint', { epochs: run.finished?.bestEpoch ?? 0 })}
            onClick={() => void refitRun(run)}
            data-testid="refit-run"
          >
            {t('details.refit')}
          </Button>
        )}
        {run.neural && !hasEnded(run.status) && run.status !== 'queued' && (
          <Button
            variant="secondary"
            size="sm"
            icon={Square}
            title={t('details.stopHint')}
            onClick={() => void stop(run.id)}
            data-testid="stop-run"
          >
            {t('details.stop')}
          </Button>
        )}
        {!run.neural && !hasEnded(run.status) && (
          <Button
            variant="secondary"
            size="sm"
            icon={X}
            title={t('details.cancelHint')}
            onClick={() => void stop(run.id)}
            data-testid="cancel-run"
          >
            {t('details.cancel')}
          </Button>
        )}
        <RunFileButtons run={run} />
        <Button variant="ghost" size="sm" icon={Trash2} onClick={() => void remove(run.id)} data-testid="remove-run">
          {t('details.remove')}
        </Button>
      </div>
    </div>
  );
}, sameSettings);

/** Progress comes ten times a second and shows nothing here. */
function sameSettings(before: { run: Run }, after: { run: Run }): boolean {
  const [a, b] = [before.run, after.run];
  return (
    a.request === b.request &&
    a.status === b.status &&
    a.numParameters === b.numParameters &&
    a.path === b.path &&
    a.finished === b.finished &&
    a.error === b.error
  );
}
