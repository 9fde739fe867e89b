/** The runs of one protocol as a table: sortable, the best in bold, measured against a baseline; also as CSV. */

import { Copy, Download, Eye, EyeOff, Pin, Trash2, TriangleAlert } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { cx } from '@/components/cx';
import { formatCount } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { IconButton } from '@/components/IconButton';
import { ModelSwatch } from '@/components/ModelSwatch';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { Segmented } from '@/components/Segmented';
import { saveBlob } from '@/components/saveBlob';
import { Tag, type Tone } from '@/components/Tag';
import { toCsv } from '@/components/toCsv';
import { useCopy } from '@/components/useCopy';
import { cutoffOf, protocolKey } from '@/eval/protocol';
import { LIST_METRIC_IDS, type MetricKey, type MetricTable, type UserComparison } from '@/eval/types';
import { modelSpec } from '@/models/catalog';
import { useRuns } from '@/state/runs';
import { hasEnded, type Run } from '@/state/runTypes';
import { bestValue } from '../train/curves';
import { formatConfigValue } from '../train/formatConfigValue';
import { useMetricName } from '../train/useMetricName';
import { validTable } from '../train/validProtocols';
import { allParameters, changedParameters } from './changedParameters';
import {
  COLUMN_SETS,
  type ColumnId,
  type ColumnSetId,
  columnValue,
  sortedBy,
  VALUE_IDS,
  type ValueId,
} from './columns';
import { bestOf, type MixedGroup, type ProtocolGroup, testValue } from './groups';
import styles from './RunsTable.module.css';
import { sortRuns } from './sortRuns';
import { useCellText } from './useCellText';

export interface RunsTableProps {
  /** a mixed group marks its strangers, and ranks nothing */
  group: ProtocolGroup | MixedGroup;
  metric: MetricKey;
  baseline: Run | null;
  /** of runs against the baseline, by id; null until they are there */
  verdicts: ReadonlyMap<string, UserComparison> | null;
  onlyChanges: boolean;
  /** beside the buttons of the table's head */
  controls?: ReactNode;
}

export function RunsTable({ group, metric, baseline, verdicts, onlyChanges, controls }: RunsTableProps) {
  const { t } = useTranslation(['compare', 'models', 'train', 'metrics']);
  const metricName = useMetricName();
  const { copied, copy } = useCopy();
  const setHidden = useRuns((state) => state.setHidden);
  const remove = useRuns((state) => state.remove);
  const [order, setOrder] = useState<{ column: ColumnId; descending: boolean } | null>(null);
  const [set, setSet] = useState<ColumnSetId>('overview');
  const columns: readonly ColumnId[] = COLUMN_SETS[set];
  const strangers = 'strangers' in group ? group.strangers : NOBODY;
  const isMixed = strangers.size > 0;
  const context = useMemo(
    () => ({ metric, baseline, verdicts, anyway: isMixed }),
    [metric, baseline, verdicts, isMixed],
  );
  const cellText = useCellText(context);

  const rows = useMemo(
    () =>
      order === null
        ? inReadingOrder(group.runs, baseline)
        : sortRuns(group.runs, order.descending, (run) => columnValue(run, sortedBy(order.column), context)),
    [group.runs, order, baseline, context],
  );
  // What was measured in two ways has no best.
  const bestTest = isMixed ? NOBODY : bestOf(group.runs, (run) => testValue(run, metric));
  const bestValid = isMixed ? NOBODY : bestValidation(group, metric);
  const sampled = group.runs.map(validTable).find((table) => table !== null && isSampled(table, group)) ?? null;

  const labelOf = (column: ColumnId | ValueId) =>
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
      [...VALUE_IDS.map(labelOf), t('columns.changed'), t('columns.status'), t('columns.protocol')],
      rows.map((run) => [
        ...VALUE_IDS.map((value) => columnValue(run, value, context)),
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
      className={styles.card}
      title={group.isOnData ? t('table.title') : t('table.other', { name: group.datasetName })}
      subtitle={group.protocol !== null && <ProtocolBadge protocol={group.protocol} cutoff={cutoffOf(metric)} />}
      actions={
        <>
          {controls}
          <Segmented<ColumnSetId>
            label={t('table.columns')}
            size="sm"
            value={set}
            options={COLUMN_SET_IDS.map((value) => ({ value, label: t(`table.set.${value}`) }))}
            onChange={setSet}
          />
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
              {columns.map((column) => (
                <th
                  key={column}
                  scope="col"
                  className={column === 'run' ? styles.text : styles.number}
                  aria-sort={order?.column !== column ? undefined : order.descending ? 'descending' : 'ascending'}
                >
                  <button
                    title={isListMetric(column) ? t(`metrics:${column}.help`) : undefined}
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
                  {set === 'lists' && isListMetric(column) && (
                    <HelpTip label={labelOf(column)}>
                      <p>{t(`metrics:${column}.help`)}</p>
                      <p>{t(`metrics:${column}.formula`)}</p>
                      <p>{t(`metrics:${column}.direction`)}</p>
                    </HelpTip>
                  )}
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
              const delta = columnValue(run, 'delta', context) as number | null;
              const table = validTable(run);
              const classes: Partial<Record<ColumnId, string | false | undefined>> = {
                valid: bestValid.has(run.id) && styles.best,
                test: bestTest.has(run.id) && styles.best,
                delta: run !== baseline && deltaClass(delta),
              };
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
                  {columns.slice(1).map((column) => (
                    <td key={column} className={cx(styles.number, classes[column])} data-column={column}>
                      {run === baseline && column === 'delta'
                        ? t('table.baselineCell')
                        : (cellText(run, column) ?? '–')}
                      {column === 'valid' && table !== null && isSampled(table, group) && (
                        <sup title={t('table.sampledHint')}>*</sup>
                      )}
                    </td>
                  ))}
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
        {t(NOTES[set])}{' '}
        {sampled !== null && set === 'overview' && t('table.sampled', { users: formatCount(sampled.numUsers) })}
      </p>
    </Card>
  );
}

const COLUMN_SET_IDS = Object.keys(COLUMN_SETS) as ColumnSetId[];
const NOTES = { overview: 'table.note', differences: 'table.noteDifferences', lists: 'table.noteLists' } as const;

/** Columns that few people know by name. */
function isListMetric(column: ColumnId): column is (typeof LIST_METRIC_IDS)[number] {
  return LIST_METRIC_IDS.some((id) => id === column);
}

const NOBODY: ReadonlySet<string> = new Set();

/** The baseline, then the trained runs, then what needs no training. */
function inReadingOrder(runs: readonly Run[], baseline: Run | null): Run[] {
  const place = (run: Run) => (run === baseline ? 0 : run.neural ? 1 : 2);
  return runs.toSorted((a, b) => place(a) - place(b));
}

function deltaClass(delta: number | null): string | undefined {
  return delta === null || delta === 0 ? undefined : delta > 0 ? styles.better : styles.worse;
}

/** Measured on a sample of the users while training: another protocol than the group's. */
function isSampled(table: MetricTable, group: ProtocolGroup): boolean {
  return group.protocol !== null && protocolKey(table.protocol) !== protocolKey(group.protocol);
}

/** Only validation numbers of the group's own protocol are ranked. */
function bestValidation(group: ProtocolGroup, metric: MetricKey): ReadonlySet<string> {
  return bestOf(group.runs, (run) => {
    const table = validTable(run);
    return table === null || isSampled(table, group) ? null : bestValue(run, metric);
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
