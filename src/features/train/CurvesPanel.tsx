/** The two charts of training, one crosshair through both. */
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createCrosshair } from '@/components/charts/crosshair';
import { nameRoom } from '@/components/charts/nameRoom';
import { formatCompact, formatCount, formatDecimal, formatDuration } from '@/components/format';
import type { MetricKey } from '@/eval/types';
import { useDevice } from '@/state/device';
import { useRuns } from '@/state/runs';
import styles from './CurvesPanel.module.css';
import { chartedRuns, type XAxisKind, xEnd } from './curves';
import { LossCard } from './LossCard';
import { MetricCard } from './MetricCard';
import { useThrottled } from './useThrottled';

/** Curves that grow four times a second look alive; drawing them ten times a second costs the main thread too much. */
const REDRAW_MS = 250;
/** Where the same processor trains: each drawing takes a step from it. */
const SOFTWARE_REDRAW_MS = 1000;

export interface CurvesPanelProps {
  datasetKey: string;
  metric: MetricKey;
  onMetric: (metric: MetricKey) => void;
}

export function CurvesPanel({ datasetKey, metric, onMetric }: CurvesPanelProps) {
  const { t } = useTranslation('train');
  const software = useDevice((state) => state.info?.software === true);
  const all = useThrottled(
    useRuns((state) => state.runs),
    software ? SOFTWARE_REDRAW_MS : REDRAW_MS,
  );
  const [axis, setAxis] = useState<XAxisKind>('epoch');
  const [crosshair] = useState(createCrosshair);
  const runs = useMemo(() => chartedRuns(all, datasetKey), [all, datasetKey]);
  const sayX = useCallback((x: string) => t(`axis.at.${axis}`, { x }), [t, axis]);
  const shared = {
    runs,
    axis,
    crosshair,
    formatX: FORMAT_X[axis],
    sayX,
    // the same in both charts, so that one crosshair stands at one place in both
    end: xEnd(runs, axis),
    nameRoom: nameRoom(runs.map((run) => run.label)),
  };
  return (
    <div className={styles.panel}>
      <LossCard {...shared} />
      <MetricCard {...shared} metric={metric} onMetric={onMetric} onAxis={setAxis} />
    </div>
  );
}

const FORMAT_X: Record<XAxisKind, (x: number) => string> = {
  // Within the first epoch the loss has points between whole numbers.
  epoch: (x) => (Number.isInteger(x) ? formatCount(x) : formatDecimal(x, 1)),
  seconds: (x) => (x < 60 ? formatDecimal(x, x < 10 && !Number.isInteger(x) ? 1 : 0) : formatDuration(x * 1000)),
  samples: (x) => formatCompact(x),
};
