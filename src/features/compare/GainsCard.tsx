/** Who gains and who loses against the baseline: the metric by groups of users and of films, as differences. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { formatCount, formatMetric, formatSigned } from '@/components/format';
import { ModelSwatch } from '@/components/ModelSwatch';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { Select } from '@/components/Select';
import { cutoffOf } from '@/eval/protocol';
import type { Measured, MetricKey, Slice, SliceFamilyId, SliceTable } from '@/eval/types';
import { FLOOR } from '@/models/catalog';
import type { Run } from '@/state/runTypes';
import { useMetricName } from '../train/useMetricName';
import styles from './GainsCard.module.css';

export interface GainsCardProps {
  runs: readonly Run[];
  baseline: Run | null;
  measured: ReadonlyMap<string, Measured>;
  metric: MetricKey;
}

const MAX_RUNS = 6;

export function GainsCard({ runs, baseline, measured, metric }: GainsCardProps) {
  const { t } = useTranslation('compare');
  const metricName = useMetricName();
  const [family, setFamily] = useState<SliceFamilyId>('activity');
  const reference = baseline && measured.get(baseline.id);
  if (!baseline || !reference) return null;
  const families = reference.slices.map((table) => table.family);
  const chosen = families.includes(family) ? family : families[0];
  const own = sliceTable(reference, chosen);
  if (!own) return null;
  const shown = runs
    .filter((run) => run !== baseline && run.request.model !== FLOOR && !run.hidden && measured.has(run.id))
    .slice(0, MAX_RUNS);
  const cells = shown.map((run) => ({
    run,
    slices: sliceTable(measured.get(run.id) as Measured, chosen)?.slices ?? [],
  }));
  const differences = cells.flatMap(({ slices }) =>
    own.slices.map((slice) => {
      const other = slices.find(({ group }) => group === slice.group);
      return other ? other.values[metric] - slice.values[metric] : 0;
    }),
  );
  const most = Math.max(...differences.map(Math.abs), 1e-6);
  const groupName = (slice: Slice) => groupWords(chosen, slice, t as (key: string, options?: object) => string);

  return (
    <Card
      className={styles.card}
      title={t('gains.title')}
      subtitle={
        <>
          {t('gains.subtitle', { metric: metricName(metric), baseline: baseline.label })}
          <ProtocolBadge compact protocol={reference.table.protocol} cutoff={cutoffOf(metric)} />
        </>
      }
      actions={
        <Select
          label={t('gains.by')}
          hideLabel
          size="sm"
          value={chosen}
          options={families.map((value) => ({ value, label: t(`gains.family.${value}`) }))}
          onChange={setFamily}
        />
      }
    >
      <div className={styles.scroll}>
        <table className={styles.table} data-testid="gains-table" data-family={chosen}>
          <thead>
            <tr>
              <th scope="col">{t(`gains.family.${chosen}`)}</th>
              <th scope="col">{baseline.label}</th>
              {cells.map(({ run }) => (
                <th key={run.id} scope="col">
                  <span className={styles.run}>
                    <ModelSwatch model={run.request.model} />
                    {run.label}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {own.slices.map((slice) => (
              <tr key={slice.group ?? ''}>
                <th
                  scope="row"
                  title={t('gains.users', { count: slice.numUsers, number: formatCount(slice.numUsers) })}
                >
                  {groupName(slice)}
                </th>
                <td className={styles.own}>{formatMetric(slice.values[metric], 3)}</td>
                {cells.map(({ run, slices }) => {
                  const other = slices.find(({ group }) => group === slice.group);
                  if (!other) return <td key={run.id}>–</td>;
                  const difference = other.values[metric] - slice.values[metric];
                  return (
                    <td
                      key={run.id}
                      className={styles.cell}
                      style={{ '--heat': Math.abs(difference) / most } as React.CSSProperties}
                      data-sign={difference > 0 ? 'better' : difference < 0 ? 'worse' : 'equal'}
                      title={formatMetric(other.values[metric])}
                    >
                      {formatSigned(difference, 3)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.note}>{t(`gains.note.${chosen === 'itemPopularity' ? 'items' : 'users'}`)}</p>
    </Card>
  );
}

function sliceTable(measured: Measured, family: SliceFamilyId): SliceTable | undefined {
  return measured.slices.find((table) => table.family === family);
}

function groupWords(family: SliceFamilyId, slice: Slice, t: (key: string, options?: object) => string): string {
  const { group, range } = slice;
  if (group === null) return t('compare:gains.unknown');
  if (family === 'activity' || family === 'itemPopularity') {
    const name = t(`compare:gains.group.${family}.${group}`);
    return range ? t('compare:gains.range', { name, from: formatCount(range.from), to: formatCount(range.to) }) : name;
  }
  if (family === 'gender') return t(`compare:gains.group.gender.${group}`, { defaultValue: group });
  return group;
}
