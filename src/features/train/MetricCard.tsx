/** A validation metric of all runs over epochs, seconds or samples; baselines as horizontal lines. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { CurveChart } from '@/components/charts/CurveChart';
import { formatCount, formatList, formatMetric } from '@/components/format';
import { ProtocolBadges } from '@/components/ProtocolBadges';
import { Segmented } from '@/components/Segmented';
import { Select } from '@/components/Select';
import { TableTwin } from '@/components/TableTwin';
import { cutoffOf } from '@/eval/protocol';
import type { MetricKey } from '@/eval/types';
import type { Run } from '@/state/runTypes';
import styles from './CurvesPanel.module.css';
import { earlyStops, metricCurves, metricLevels, X_AXIS_KINDS, type XAxisKind } from './curves';
import { curveTable } from './curveTable';
import type { ChartCardProps } from './LossCard';
import { useMeasured } from './useMeasured';
import { METRIC_KEYS, useMetricName } from './useMetricName';
import { validProtocols } from './validProtocols';

export interface MetricCardProps extends ChartCardProps {
  metric: MetricKey;
  onMetric: (metric: MetricKey) => void;
  onAxis: (axis: XAxisKind) => void;
}

export function MetricCard(props: MetricCardProps) {
  const { axis, crosshair, formatX, sayX, end, nameRoom, metric, onMetric, onAxis } = props;
  // Measures change at the ends of epochs only: between them this chart is not drawn again.
  const runs = useMeasured(props.runs);
  const { t } = useTranslation('train');
  const metricName = useMetricName();
  const curves = useMemo(() => metricCurves(runs, axis, metric), [runs, axis, metric]);
  const levels = useMemo(() => metricLevels(runs, metric), [runs, metric]);
  const protocols = useMemo(() => validProtocols(runs), [runs]);
  const flags = useMemo(
    () =>
      earlyStops(runs, axis, (run) =>
        t('metric.stoppedEarly', { label: run.label, patience: run.request.earlyStopping.patience }),
      ),
    [runs, axis, t],
  );
  const describe = useMemo(
    () => (x: string, values: { label: string; value: string }[]) =>
      `${sayX(x)}: ${formatList(values.map(({ label, value }) => `${label} ${value}`))}`,
    [sayX],
  );
  const table = curveTable(curves, { key: 'x', label: t(`axis.${axis}`) }, null, levels);
  return (
    <Card
      className={styles.metric}
      title={
        <Select
          className={styles.metricSelect}
          label={t('metric.choose')}
          hideLabel
          size="sm"
          value={metric}
          options={METRIC_KEYS.map((key) => ({ value: key, label: metricName(key) }))}
          onChange={onMetric}
        />
      }
      subtitle={usersRanked(runs, t)}
      actions={
        <>
          <Segmented
            label={t('axis.choose')}
            size="sm"
            options={X_AXIS_KINDS.map((kind) => ({ value: kind, label: t(`axis.${kind}`) }))}
            value={axis}
            onChange={onAxis}
          />
          <TableTwin caption={metricName(metric)} {...table} />
        </>
      }
    >
      <div className={styles.legend}>
        <span>
          <span className={styles.ring} aria-hidden />
          {t('metric.bestEpoch')}
        </span>
        <span>{t('metric.levels')}</span>
        <span className={styles.plates}>
          <ProtocolBadges protocols={protocols} cutoff={cutoffOf(metric)} />
        </span>
      </div>
      {curves.length + levels.length === 0 ? (
        <p className={styles.waiting}>{t('metric.waiting')}</p>
      ) : (
        <div className={styles.plot}>
          <CurveChart
            testId="metric-chart"
            name={metricName(metric)}
            hint={t('chartHint')}
            curves={curves}
            levels={levels}
            flags={flags}
            xEnd={end}
            wholeX={axis === 'epoch'}
            xLabel={t(`axis.${axis}`)}
            formatX={formatX}
            formatY={threeDecimals}
            crosshair={crosshair}
            nameRoom={nameRoom}
            describe={describe}
          />
        </div>
      )}
    </Card>
  );
}

const threeDecimals = (y: number) => formatMetric(y, 3);

/** "validation, 943 users"; where runs were measured on different users, it says so: they compare only roughly. */
function usersRanked(runs: Run[], t: (key: string, values?: Record<string, string>) => string): string {
  const tables = runs.flatMap((run) => run.finished?.valid ?? run.history[0]?.metrics ?? []);
  const counts = [...new Set(tables.map((table) => table.numUsers))].sort((a, b) => a - b);
  if (counts.length === 0) {
    return t('metric.validation');
  }
  return counts.length === 1
    ? t('metric.validationUsers', { users: formatCount(counts[0]) })
    : t('metric.validationMixed', { users: formatList(counts.map(formatCount)) });
}
