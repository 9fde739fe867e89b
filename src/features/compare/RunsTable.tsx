/** The runs of one protocol as a table: sortable, the best in bold, measured against a baseline; also as CSV. */

import { Copy, Download, Eye, EyeOff, Pin, Trash2, TriangleAlert } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { cx } from '@/components/cx';
import {
  formatCompact,
  formatCount,
  formatDecimal,
  formatDuration,
  formatMetric,
  formatPercent,
  formatSigned,
} from '@/components/format';
import { IconButton } from '@/components/IconButton';
import { ModelSwatch } from '@/components/ModelSwatch';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { saveBlob } from '@/components/saveBlob';
import { Tag, type Tone } from '@/components/Tag';
import { toCsv } from '@/components/toCsv';
import { useCopy } from '@/components/useCopy';
import type { MetricKey, MetricTable } from '@/eval/types';
import { modelSpec } from '@/models/catalog';
import { useRuns } from '@/state/runs';
import { hasEnded, type Run } from '@/state/runTypes';
import { formatConfigValue } from '../train/formatConfigValue';
import { useMetricName } from '../train/useMetricName';
import { allParameters, changedParameters } from './changedParameters';
import { COLUMN_IDS, type ColumnId, columnValue } from './columns';
import { bestOf, type MixedGroup, type ProtocolGroup, testValue } from './groups';
import styles from './RunsTable.module.css';
import { sortRuns } from './sortRuns';

export interface RunsTableProps {
  /** a mixed group marks its strangers, and ranks nothing */
  group: ProtocolGroup | MixedGroup;
  metric: MetricKey;
  baseline: Run | null;
  onlyChanges: boolean;
  /** beside the buttons of the table's head */
  controls?: ReactNode;
}

export function RunsTable({ group, metric, baseline, onlyChanges, controls }: RunsTableProps) {
  const { t } = useTranslation(['compare', 'models', 'train', 'metrics']);
  const metricName = useMetricName();
  const { copied, copy } = useCopy();
  const setHidden = useRuns((state) => state.setHidden);
  const remove = useRuns((state) => state.remove);
  const [order, setOrder] = useState<{ column: ColumnId; descending: boolean } | null>(null);

  const rows = useMemo(
    () =>
      order === null
        ? inReadingOrder(group.runs, baseline)
        : sortRuns(group.runs, order.descending, (run) => columnValue(run, order.column, metric, baseline, true)),
    [group.runs, order, metric, baseline],
  );
  const strangers = 'strangers' in group ? group.strangers : NOBODY;
  const isMixed = strangers.size > 0;
  // What was measured in two ways has no best.
  const bestTest = isMixed ? NOBODY : bestOf(group.runs, (run) => testValue(run, metric));
  const bestValid = isMixed ? NOBODY : bestValidation(group, metric);
  const sampled = group.runs.map(validTable).find((table) => table !== null && isSampled(table, group)) ?? null;

  const labelOf = (column: ColumnId) =>
    t(`columns.${column}`, { metric: metricName(metric), baseline: baseline?.label ?? t('bar.noBaseline') });
  const changes = (run: Run) => {
    const spec = modelSpec(run.request.model);
    const named = onlyChanges ? changedParameters(run, spec, group.runs) : allParameters(run, spec);
    return named.map(({ name, value }) => {
      const parameter = spec.parameters.find((candidate) => candidate.name === name);
      return {
        name,
        label: parameter ? t(`models:params.${spec.id}.${name}.label`) : t('train:seed.title'),
        value: parameter ? formatConfigValue(spec.id, parameter, value, t) : String(value),
      };
    });
  };
  const csv = () =>
    toCsv(
      [...COLUMN_IDS.map(labelOf), t('columns.changed'), t('columns.status'), t('columns.protocol')],
      rows.map((run) => [
        ...COLUMN_IDS.map((column) => columnValue(run, column, metric, baseline, isMixed)),
        changes(run)
          .map(({ name, value }) => `${name}=${value}`)
          .join('; '),
        run.status,
        run.finished?.test.protocol.hash ?? '',
      ]),
    );

  return (
    <Card
      padded={false}
      className={cx(styles.card, !group.isCurrent && styles.other)}
      title={group.isCurrent ? t('table.title') : t('table.other', { name: group.datasetName })}
      subtitle={group.protocol !== null && <ProtocolBadge protocol={group.protocol} />}
      actions={
        <>
          {controls}
          <Button variant="secondary" size="sm" icon={Copy} onClick={() => copy(csv())}>
            {t(copied ? 'table.copied' : 'table.copy')}
          </Button>
          <Button
            variant="secondary"
            size="sm"
            icon={Download}
            onClick={() => saveBlob(new Blob([csv()], { type: 'text/csv' }), 'runs.csv')}
          >
            {t('table.download')}
          </Button>
        </>
      }
    >
      {isMixed && (
        <p className={styles.mixed} role="note" data-testid="mixed-warning">
          <TriangleAlert size="1em" aria-hidden />
          {t('mixed.warning')}
        </p>
      )}
      <div className={styles.scroll}>
        <table
          className={styles.table}
          data-testid="compare-table"
          data-protocol={group.protocol?.hash}
          data-mixed={isMixed || undefined}
        >
          <thead>
            <tr>
              {COLUMN_IDS.map((column) => (
                <th
                  key={column}
                  scope="col"
                  className={column === 'run' ? styles.text : styles.number}
                  aria-sort={order?.column !== column ? undefined : order.descending ? 'descending' : 'ascending'}
                >
                  <button
                    title={HELPED.includes(column) ? t(`metrics:${column as 'coverage'}.help`) : undefined}
                    type="button"
                    className={styles.sort}
                    onClick={() =>
                      setOrder({
                        column,
                        descending: order?.column === column ? !order.descending : column !== 'run',
                      })
                    }
                  >
                    {labelOf(column)}
                    {order?.column === column && <span aria-hidden>{order.descending ? ' ▾' : ' ▴'}</span>}
                  </button>
                </th>
              ))}
              <th scope="col" className={styles.text}>
                {t('columns.changed')}
              </th>
              <th scope="col" className={styles.text}>
                {t('columns.status')}
              </th>
              <th scope="col">
                <span className={styles.unseen}>{t('columns.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((run) => {
              const value = (column: ColumnId) => columnValue(run, column, metric, baseline, isMixed) as number | null;
              const delta = value('delta');
              const table = validTable(run);
              return (
                <tr
                  key={run.id}
                  className={cx(run === baseline && styles.baseline, run.hidden && styles.hidden)}
                  data-testid="compare-row"
                  data-run-id={run.id}
                  data-model={run.request.model}
                >
                  <th scope="row" className={styles.text}>
                    <span className={styles.name}>
                      <ModelSwatch model={run.request.model} />
                      {run.label}
                      {strangers.has(run.id) && (
                        <Tag tone="warn">
                          <span title={t('mixed.rowHint')}>≠ {run.finished?.test.protocol.hash}</span>
                        </Tag>
                      )}
                      {run === baseline && <Pin size="0.875em" aria-label={t('table.baseline')} />}
                    </span>
                  </th>
                  <td className={styles.number}>{orDash(value('bestEpoch'), formatCount)}</td>
                  <td className={cx(styles.number, bestValid.has(run.id) && styles.best)}>
                    {orDash(value('valid'), formatMetric)}
                    {table !== null && isSampled(table, group) && <sup title={t('table.sampledHint')}>*</sup>}
                  </td>
                  <td className={cx(styles.number, bestTest.has(run.id) && styles.best)} data-column="test">
                    {orDash(value('test'), formatMetric)}
                  </td>
                  <td className={cx(styles.number, run !== baseline && deltaClass(delta))}>
                    {run === baseline ? t('table.baselineCell') : orDash(delta, formatSigned)}
                  </td>
                  <td className={styles.number}>{orDash(value('coverage'), (share) => formatPercent(share))}</td>
                  <td className={styles.number}>{orDash(value('gini'), (gini) => formatDecimal(gini, 2))}</td>
                  <td className={styles.number}>
                    {orDash(value('seconds'), (seconds) =>
                      seconds < 0.001 ? t('train:state.underOneMillisecond') : formatDuration(seconds * 1000),
                    )}
                  </td>
                  <td className={styles.number} title={orDash(value('parameters'), formatCount)}>
                    {orDash(value('parameters'), formatCompact)}
                  </td>
                  <td className={styles.number}>
                    {orDash(value('inference'), (ms) =>
                      ms < 0.01 ? t('table.tiny') : formatDecimal(ms, ms < 10 ? 2 : 1),
                    )}
                  </td>
                  <td className={styles.text}>
                    <span className={styles.tags}>
                      {changes(run).map(({ name, label, value: text }) => (
                        <Tag key={name} tone="neutral">
                          {t('table.change', { label, value: text })}
                        </Tag>
                      ))}
                    </span>
                  </td>
                  <td className={styles.text}>
                    <Tag tone={statusTone(run)}>{t(`status.${statusWord(run)}`)}</Tag>
                  </td>
                  <td className={styles.number}>
                    <span className={styles.buttons}>
                      <IconButton
                        size="sm"
                        label={t(run.hidden ? 'table.show' : 'table.hide', { label: run.label })}
                        icon={run.hidden ? EyeOff : Eye}
                        onClick={() => setHidden(run.id, !run.hidden)}
                      />
                      <IconButton
                        size="sm"
                        label={t('table.remove', { label: run.label })}
                        icon={Trash2}
                        onClick={() => void remove(run.id)}
                      />
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className={styles.note}>
        {t('table.note')} {sampled !== null && t('table.sampled', { users: formatCount(sampled.numUsers) })}
      </p>
    </Card>
  );
}

/** Columns that few people know by name. */
const HELPED: readonly ColumnId[] = ['coverage', 'gini'];

const NOBODY: ReadonlySet<string> = new Set();

/** The baseline, then the trained runs, then what needs no training. */
function inReadingOrder(runs: readonly Run[], baseline: Run | null): Run[] {
  const place = (run: Run) => (run === baseline ? 0 : run.neural ? 1 : 2);
  return runs.toSorted((a, b) => place(a) - place(b));
}

function orDash(value: number | null, format: (value: number) => string): string {
  return value === null ? '–' : format(value);
}

function deltaClass(delta: number | null): string | undefined {
  return delta === null || delta === 0 ? undefined : delta > 0 ? styles.better : styles.worse;
}

function validTable(run: Run): MetricTable | null {
  return run.finished?.valid ?? run.history[run.history.length - 1]?.metrics ?? null;
}

/** Measured on a sample of the users while training: another protocol than the group's. */
function isSampled(table: MetricTable, group: ProtocolGroup): boolean {
  return group.protocol !== null && table.protocol.hash !== group.protocol.hash;
}

/** Only validation numbers of the group's own protocol are ranked. */
function bestValidation(group: ProtocolGroup, metric: MetricKey): ReadonlySet<string> {
  return bestOf(group.runs, (run) => {
    const table = validTable(run);
    return table === null || isSampled(table, group)
      ? null
      : (columnValue(run, 'valid', metric, null) as number | null);
  });
}

function statusWord(run: Run): string {
  if (run.status === 'finished' && run.finished?.reason === 'early-stopped') {
    return 'early-stopped';
  }
  return hasEnded(run.status) || run.status === 'queued' || run.status === 'paused' ? run.status : 'running';
}

function statusTone(run: Run): Tone {
  if (run.status === 'failed') {
    return 'error';
  }
  return hasEnded(run.status) ? 'neutral' : 'accent';
}
