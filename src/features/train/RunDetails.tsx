/** The settings of a run that was started, read-only, and what can still be done with it. */
import { CopyPlus, Square, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { formatCount, formatDecimal } from '@/components/format';
import { modelSpec } from '@/models/catalog';
import { useDraft } from '@/state/draft';
import { useRuns } from '@/state/runs';
import { hasEnded, type Run } from '@/state/runTypes';
import { formatConfigValue } from './formatConfigValue';
import { lowerLearningRate } from './lowerLearningRate';
import styles from './RunDetails.module.css';
import { useMetricName } from './useMetricName';

export function RunDetails({ run }: { run: Run }) {
  const { t } = useTranslation(['train', 'models', 'errors']);
  const metricName = useMetricName();
  const copy = useDraft((state) => state.copy);
  const stop = useRuns((state) => state.stop);
  const remove = useRuns((state) => state.remove);
  const { config, earlyStopping, seed, model } = run.request;
  const spec = modelSpec(model);
  const slower = run.error?.code === 'nan-loss' ? lowerLearningRate(spec, config) : null;

  return (
    <div className={styles.details}>
      {run.error !== null && <p className={styles.error}>{t(`errors:${run.error.code}.title`, run.error.details)}</p>}
      <dl className={styles.list}>
        {spec.parameters.map((parameter) => (
          <div key={parameter.name}>
            <dt>{t(`models:params.${model}.${parameter.name}.label`)}</dt>
            <dd>{formatConfigValue(parameter, config[parameter.name], t)}</dd>
          </div>
        ))}
        <div>
          <dt>{t('seed.title')}</dt>
          <dd>{seed}</dd>
        </div>
        {run.neural && (
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
        {run.finished !== null && (
          <div>
            <dt>{t('details.inference')}</dt>
            <dd>{t('details.inferenceValue', { ms: formatDecimal(run.finished.inferenceMsPerUser, 2) })}</dd>
          </div>
        )}
      </dl>
      <div className={styles.actions}>
        {slower !== null && (
          <Button variant="secondary" size="sm" icon={CopyPlus} onClick={() => copy(run, slower)}>
            {t('details.slower')}
          </Button>
        )}
        {run.neural && (
          <Button variant="secondary" size="sm" icon={CopyPlus} onClick={() => copy(run)} data-testid="duplicate-run">
            {t('details.duplicate')}
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
        <Button variant="ghost" size="sm" icon={Trash2} onClick={() => void remove(run.id)} data-testid="remove-run">
          {t('details.remove')}
        </Button>
      </div>
    </div>
  );
}
