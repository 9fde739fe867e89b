/** Three charts under one cursor: where held-out films stood, how near the list was to the last one, and the metric. */
import { Download } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { CurveChart } from '@/components/charts/CurveChart';
import { createCrosshair } from '@/components/charts/crosshair';
import { nameRoom } from '@/components/charts/nameRoom';
import type { Curve, Level } from '@/components/charts/types';
import { formatCount, formatDecimal, formatList, formatMetric } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { IconButton } from '@/components/IconButton';
import { ProtocolBadges } from '@/components/ProtocolBadges';
import { Segmented } from '@/components/Segmented';
import { Select } from '@/components/Select';
import { saveBlob } from '@/components/saveBlob';
import { TableTwin } from '@/components/TableTwin';
import type { Item } from '@/data/types';
import { cutoffOf } from '@/eval/protocol';
import type { MetricKey } from '@/eval/types';
import type { Run } from '@/state/runTypes';
import { metricCurves, metricLevels } from '../../train/curves';
import { curveTable } from '../../train/curveTable';
import { METRIC_KEYS, useMetricName } from '../../train/useMetricName';
import { validProtocols } from '../../train/validProtocols';
import styles from './EpochCharts.module.css';
import { overlapCurves, rankCurves } from './epochCurves';
import type { Playhead } from './playhead';
import { type Past, ranksCsv } from './ranksCsv';
import { useEpoch } from './usePlayhead';

export interface EpochChartsProps {
  playhead: Playhead;
  /** neural runs of which something was kept */
  pasts: Past[];
  runs: Run[];
  userIndex: number;
  /** held-out films of the user */
  heldOut: number[];
  items: Item[];
  userIdOf: (user: number) => string;
  followed: number | null;
  onFollow: (item: number | null) => void;
}

const OVERLAPS = ['rbo', 'jaccard'] as const;
const NO_LEVELS: Level[] = [];

export function EpochCharts(props: EpochChartsProps) {
  const { pasts, runs, userIndex, heldOut, items, userIdOf, followed, onFollow } = props;
  const { t } = useTranslation(['epochs', 'common']);
  const metricName = useMetricName();
  const [crosshair] = useState(createCrosshair);
  const [overlap, setOverlap] = useState<(typeof OVERLAPS)[number]>('rbo');
  const [metric, setMetric] = useState<MetricKey>(runs[0]?.request.earlyStopping.metric ?? 'ndcg@10');
  const item = followed !== null && heldOut.includes(followed) ? followed : null;

  const ranks = useMemo(() => rankCurves(pasts, userIndex, item), [pasts, userIndex, item]);
  const nearness = useMemo(() => overlapCurves(pasts, userIndex, overlap), [pasts, userIndex, overlap]);
  const metrics = useMemo(() => metricCurves(runs, 'epoch', metric), [runs, metric]);
  const levels = useMemo(() => metricLevels(runs, metric), [runs, metric]);
  const protocols = useMemo(() => validProtocols(runs), [runs]);
  const end = Math.max(1, ...ranks.concat(nearness, metrics).map(({ points }) => points[points.length - 1]?.x ?? 0));
  const describe = (x: string, values: { label: string; value: string }[]) =>
    `${t('epochs:charts.at', { epoch: x })}: ${formatList(values.map(({ label, value }) => `${label} ${value}`))}`;
  const room = nameRoom([...runs, ...metrics, ...levels].map(({ label }) => label));
  const chart = (
    testId: string,
    name: string,
    curves: Curve[],
    formatY: (y: number) => string,
    more: { levels?: Level[]; logY?: boolean } = {},
  ): ReactNode => (
    <CursorChart
      playhead={props.playhead}
      testId={testId}
      name={name}
      hint={t('epochs:charts.hint')}
      curves={curves}
      levels={more.levels ?? NO_LEVELS}
      logY={more.logY}
      xEnd={end}
      wholeX
      xLabel={t('epochs:charts.epoch')}
      formatX={formatCount}
      formatY={formatY}
      crosshair={crosshair}
      nameRoom={room}
      describe={describe}
    />
  );
  const x = { key: 'x', label: t('epochs:charts.epoch') };
  const rankName = item === null ? t('epochs:ranks.middle') : t('epochs:ranks.of', { film: items[item].title });

  return (
    <div className={styles.charts}>
      <Card
        className={styles.card}
        title={t('epochs:ranks.title')}
        subtitle={t('epochs:ranks.subtitle')}
        actions={
          <>
            <HelpTip label={t('epochs:ranks.title')}>
              <p>{t('epochs:ranks.help')}</p>
            </HelpTip>
            <IconButton
              size="sm"
              label={t('epochs:ranks.csv')}
              icon={Download}
              onClick={() =>
                saveBlob(new Blob([ranksCsv(pasts, items, userIdOf)], { type: 'text/csv' }), 'ranks-over-epochs.csv')
              }
              data-testid="epochs-csv"
            />
            <TableTwin caption={rankName} {...curveTable(ranks, x, null)} />
          </>
        }
      >
        {heldOut.length === 0 ? (
          <p className={styles.waiting}>{t('epochs:ranks.nothing')}</p>
        ) : (
          <>
            <Select
              className={styles.film}
              label={t('epochs:ranks.choose')}
              hideLabel
              size="sm"
              value={String(item ?? '')}
              options={[
                {
                  value: '',
                  label: t('epochs:ranks.all', { count: heldOut.length, number: formatCount(heldOut.length) }),
                },
                ...heldOut.map((film) => ({ value: String(film), label: items[film].title })),
              ]}
              onChange={(value) => onFollow(value === '' ? null : Number(value))}
            />
            {chart('rank-chart', rankName, ranks, formatRank, { logY: true })}
          </>
        )}
      </Card>
      <Card
        className={styles.card}
        title={t('epochs:overlap.title')}
        actions={
          <>
            <Segmented
              label={t('epochs:overlap.choose')}
              size="sm"
              options={OVERLAPS.map((value) => ({ value, label: t(`epochs:overlap.${value}`) }))}
              value={overlap}
              onChange={setOverlap}
            />
            <HelpTip label={t('epochs:overlap.title')}>
              <p>{t('epochs:overlap.help')}</p>
            </HelpTip>
            <TableTwin caption={t('epochs:overlap.title')} {...curveTable(nearness, x, null)} />
          </>
        }
      >
        {chart('epoch-overlap-chart', t('epochs:overlap.title'), nearness, twoDecimals)}
      </Card>
      <Card
        className={styles.card}
        title={
          <Select
            className={styles.metric}
            label={t('epochs:metric.choose')}
            hideLabel
            size="sm"
            value={metric}
            options={METRIC_KEYS.map((key) => ({ value: key, label: metricName(key) }))}
            onChange={setMetric}
          />
        }
        subtitle={
          <>
            {t('epochs:metric.subtitle')}
            <ProtocolBadges protocols={protocols} cutoff={cutoffOf(metric)} />
          </>
        }
        actions={<TableTwin caption={metricName(metric)} {...curveTable(metrics, x, null, levels)} />}
      >
        {chart('epoch-metric-chart', metricName(metric), metrics, formatMetricShort, { levels })}
      </Card>
    </div>
  );
}

/** Only the cursor's line moves while a replay plays. */
function CursorChart({ playhead, ...chart }: Parameters<typeof CurveChart>[0] & { playhead: Playhead }) {
  const epoch = useEpoch(playhead);
  return (
    <div className={styles.plot}>
      <CurveChart {...chart} cursor={epoch} />
    </div>
  );
}

const formatRank = (y: number) => (Number.isInteger(y) ? formatCount(y) : formatDecimal(y, 1));
const twoDecimals = (y: number) => formatDecimal(y, 2);
const formatMetricShort = (y: number) => formatMetric(y, 3);
