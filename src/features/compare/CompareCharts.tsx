/** Small multiples of all shown runs: the chosen metric, Recall@20 and the validation loss, one crosshair through all. */
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { CurveChart } from '@/components/charts/CurveChart';
import { createCrosshair } from '@/components/charts/crosshair';
import { nameRoom } from '@/components/charts/nameRoom';
import type { Curve, Level } from '@/components/charts/types';
import { formatCount, formatDecimal, formatList, formatMetric } from '@/components/format';
import { ProtocolBadges } from '@/components/ProtocolBadges';
import { TableTwin } from '@/components/TableTwin';
import { cutoffOf } from '@/eval/protocol';
import type { MetricKey } from '@/eval/types';
import type { Run } from '@/state/runTypes';
import { lossCurves, metricCurves, metricLevels, needsRatio, xEnd } from '../train/curves';
import { curveTable } from '../train/curveTable';
import { useMetricName } from '../train/useMetricName';
import { validProtocols } from '../train/validProtocols';
import styles from './CompareCharts.module.css';

export function CompareCharts(props: { runs: Run[]; metric: MetricKey }) {
  // The table may come first: three charts in one go are a long task on a slow machine.
  const runs = useDeferredValue(props.runs);
  const metric = useDeferredValue(props.metric);
  const { t } = useTranslation(['compare', 'train']);
  const metricName = useMetricName();
  const [crosshair] = useState(createCrosshair);
  const shown = useMemo(() => runs.filter((run) => !run.hidden), [runs]);
  const ratio = needsRatio(shown);
  const second: MetricKey = metric === 'recall@20' ? 'ndcg@10' : 'recall@20';
  const panels: Panel[] = useMemo(
    () => [
      ...[metric, second].map((key) => ({
        key,
        title: metricName(key),
        subtitle: t('charts.validation'),
        curves: metricCurves(shown, 'epoch', key),
        levels: metricLevels(shown, key),
        formatY: threeDecimals,
      })),
      {
        key: 'loss' as const,
        title: t('charts.loss'),
        subtitle: t(ratio ? 'charts.ratio' : 'charts.validation'),
        curves: lossCurves(shown, 'epoch', ratio).map((curve) => ({ ...curve, faint: [] })),
        levels: [],
        formatY: ratio ? twoDecimals : threeDecimals,
      },
    ],
    [shown, metric, second, ratio, metricName, t],
  );
  const protocols = useMemo(() => validProtocols(shown), [shown]);
  const end = xEnd(shown, 'epoch');
  const describe = useMemo(
    () => (x: string, values: { label: string; value: string }[]) =>
      `${t('train:axis.at.epoch', { x })}: ${formatList(values.map(({ label, value }) => `${label} ${value}`))}`,
    [t],
  );
  return (
    <div className={styles.charts}>
      {panels.map((panel) => (
        <Card
          key={panel.key}
          title={panel.title}
          subtitle={
            <>
              {panel.subtitle}
              {panel.key !== 'loss' && <ProtocolBadges protocols={protocols} cutoff={cutoffOf(panel.key)} />}
            </>
          }
          actions={
            <TableTwin
              caption={panel.title}
              {...curveTable(panel.curves, { key: 'x', label: t('train:axis.epoch') }, null, panel.levels)}
            />
          }
        >
          <div className={styles.plot}>
            {panel.levels.length > 0 || panel.curves.some((curve) => curve.points.length > 0) ? (
              <CurveChart
                testId={`compare-chart-${panel.key}`}
                compact
                name={panel.title}
                hint={t('train:chartHint')}
                curves={panel.curves}
                levels={panel.levels}
                xEnd={end}
                wholeX
                formatX={formatCount}
                formatY={panel.formatY}
                crosshair={crosshair}
                nameRoom={nameRoom(
                  [...panel.curves, ...panel.levels].map(({ label }) => label),
                  false,
                )}
                describe={describe}
              />
            ) : (
              <p className={styles.waiting}>{t('charts.waiting')}</p>
            )}
          </div>
        </Card>
      ))}
    </div>
  );
}

interface Panel {
  key: MetricKey | 'loss';
  title: string;
  subtitle: string;
  curves: Curve[];
  levels: Level[];
  formatY: (y: number) => string;
}

const threeDecimals = (y: number) => formatMetric(y, 3);
const twoDecimals = (y: number) => formatDecimal(y, 2);
