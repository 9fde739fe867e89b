/** A sweep's result: the metric against the swept parameter, the best on validation marked, and the same as a table. */
import { FlaskConical } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { formatCount, formatDuration, formatList, formatMetric, formatParameter } from '@/components/format';
import { ModelSwatch } from '@/components/ModelSwatch';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { Select } from '@/components/Select';
import type { DatasetSummary } from '@/data/types';
import { cutoffOf, protocolKey } from '@/eval/protocol';
import type { MetricKey, Protocol } from '@/eval/types';
import { modelSpec } from '@/models/catalog';
import type { ConfigValue } from '@/models/types';
import type { Run } from '@/state/runTypes';
import { SEED, type Sweep, sweepsOf } from '@/state/sweeps';
import { formatConfigValue } from '../train/formatConfigValue';
import { useMetricName } from '../train/useMetricName';
import { type MarkedProtocol, validProtocols } from '../train/validProtocols';
import { SweepChart } from './SweepChart';
import { SweepDialog } from './SweepDialog';
import styles from './SweepPanel.module.css';
import { type SweepPoint, spreadOf, sweepPoints } from './sweepPoints';

export interface SweepPanelProps {
  runs: readonly Run[];
  metric: MetricKey;
  summary: DatasetSummary | null;
}

export function SweepPanel({ runs, metric, summary }: SweepPanelProps) {
  const { t } = useTranslation('sweep');
  const sweeps = useMemo(() => sweepsOf(runs), [runs]);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [planning, setPlanning] = useState(false);
  const nameOf = useSweepName();
  const sweep = sweeps.find(({ id }) => id === chosenId) ?? sweeps[0];
  const dialog = summary && <SweepDialog summary={summary} open={planning} onClose={() => setPlanning(false)} />;

  if (!sweep) {
    return (
      <Card>
        <EmptyState
          icon={FlaskConical}
          title={t('panel.emptyTitle')}
          action={
            summary && (
              <Button variant="primary" onClick={() => setPlanning(true)}>
                {t('panel.plan')}
              </Button>
            )
          }
        >
          {t('panel.emptyText')}
        </EmptyState>
        {dialog}
      </Card>
    );
  }
  return (
    <div className={styles.panel} data-testid="sweep-panel">
      <div className={styles.bar}>
        <Select
          label={t('panel.choose')}
          value={sweep.id}
          options={sweeps.map((one) => ({ value: one.id, label: nameOf(one) }))}
          onChange={setChosenId}
        />
        {summary && (
          <Button variant="secondary" icon={FlaskConical} onClick={() => setPlanning(true)}>
            {t('panel.plan')}
          </Button>
        )}
      </div>
      <SweepResult sweep={sweep} metric={metric} />
      {dialog}
    </div>
  );
}

function SweepResult({ sweep, metric }: { sweep: Sweep; metric: MetricKey }) {
  const { t } = useTranslation('sweep');
  const metricName = useMetricName()(metric);
  const points = useMemo(() => sweepPoints(sweep, metric), [sweep, metric]);
  const parameter = useParameterName()(sweep);
  const valueText = useValueText();
  const best = points.find(({ isBest }) => isBest);
  const ended = points.filter(({ run }) => run.finished !== null).length;
  const protocol = points.find(({ run }) => run.finished !== null)?.run.finished?.test.protocol;
  // Validation while training may take a sample of the users: then its numbers are of another kind than test's.
  const valid = protocol && validProtocols(points.map(({ run }) => run)).filter((one) => isUnlike(one, protocol));
  const spread = sweep.parameter === SEED ? spreadOf(points.map(({ test }) => test)) : null;
  const testBest = highestTest(points);

  return (
    <Card
      title={
        <span className={styles.title}>
          <ModelSwatch model={sweep.model} />
          {t('panel.title', { metric: metricName, parameter })}
        </span>
      }
      subtitle={t('panel.subtitle', { model: modelSpec(sweep.model).name })}
      actions={
        protocol && (
          <span className={styles.measured}>
            <ProtocolBadge protocol={protocol} cutoff={cutoffOf(metric)} />
            {valid?.map((one) => (
              <span key={one.protocol.hash} className={styles.validation}>
                {t('panel.validMeasured')}
                <ProtocolBadge compact unlike={protocol} protocol={one.protocol} cutoff={cutoffOf(metric)} />
              </span>
            ))}
          </span>
        )
      }
    >
      <div className={styles.chart}>
        <SweepChart
          points={points}
          model={sweep.model}
          name={t('panel.chart', { metric: metricName, parameter })}
          parameter={parameter}
          valueText={(value) => valueText(sweep, value)}
        />
      </div>
      <p className={styles.sentence} role="status" data-testid="sweep-sentence">
        {spread
          ? t('panel.seeds', {
              count: spread.count,
              mean: formatMetric(spread.mean),
              sd: formatMetric(spread.sd),
            })
          : best
            ? t('panel.best', {
                value: valueText(sweep, best.value),
                metric: metricName,
                score: formatMetric(best.valid as number),
                test: formatMetric(best.test as number),
              })
            : t('panel.running', { done: formatCount(ended), count: formatCount(points.length) })}{' '}
        {best && !spread && testBest && testBest !== best && (
          <span className={styles.caution}>
            {t('panel.bestIsNotTestBest', { value: valueText(sweep, testBest.value) })}
          </span>
        )}
      </p>
      <table className={styles.table} data-testid="sweep-table">
        <thead>
          <tr>
            <th scope="col">{parameter}</th>
            <th scope="col">{t('panel.bestEpoch')}</th>
            <th scope="col">{t('panel.valid')}</th>
            <th scope="col">{t('panel.test')}</th>
            <th scope="col">{t('panel.time')}</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ run, value, valid, test, isBest }) => (
            <tr key={run.id} data-best={isBest || undefined}>
              <th scope="row">{valueText(sweep, value)}</th>
              <td>{run.finished?.bestEpoch ?? '–'}</td>
              <td>{valid === null ? '–' : formatMetric(valid)}</td>
              <td>{test === null ? '–' : formatMetric(test)}</td>
              <td>{run.finished ? formatDuration(run.finished.elapsedMs) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function isUnlike({ protocol }: MarkedProtocol, other: Protocol): boolean {
  return protocolKey(protocol) !== protocolKey(other);
}

function highestTest(points: readonly SweepPoint[]): SweepPoint | undefined {
  return points.reduce<SweepPoint | undefined>(
    (most, point) => (point.test !== null && point.test > (most?.test ?? -1) ? point : most),
    undefined,
  );
}

/** The swept parameter as people read it. */
export function useParameterName(): (sweep: Pick<Sweep, 'model' | 'parameter'>) => string {
  const { t } = useTranslation(['train', 'models']);
  return ({ model, parameter }) =>
    parameter === SEED
      ? t('train:seed.title')
      : t(`models:params.${model}.${parameter}.label` as 'models:params.lightgcn.numLayers.label');
}

function useValueText(): (sweep: Pick<Sweep, 'model' | 'parameter'>, value: ConfigValue) => string {
  const { t } = useTranslation(['train', 'models']);
  return ({ model, parameter: name }, value) => {
    const parameter = modelSpec(model).parameters.find((candidate) => candidate.name === name);
    if (!parameter) return formatParameter(value as number);
    return formatConfigValue(model, parameter, value, t as (key: string, options?: object) => string);
  };
}

function useSweepName(): (sweep: Sweep) => string {
  const { t } = useTranslation('sweep');
  const parameterName = useParameterName();
  const valueText = useValueText();
  return (sweep) =>
    t('panel.name', {
      model: modelSpec(sweep.model).name,
      parameter: parameterName(sweep),
      values: formatList(sweepPoints(sweep, 'ndcg@10').map(({ value }) => valueText(sweep, value))),
    });
}
