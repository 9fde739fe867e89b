/** Models against each planted thing, between chance and the planted probabilities themselves. */
import { ArrowDown, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { cx } from '@/components/cx';
import { formatCount, formatDecimal, formatPercent } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { modelStyle } from '@/components/modelStyle';
import { TableTwin } from '@/components/TableTwin';
import type { Run } from '@/state/runTypes';
import { RunChoice } from '../RunChoice';
import type { Columns } from '../useColumns';
import { HEAD_SHARE } from './measures';
import styles from './TruthTable.module.css';
import type { TruthRow, TruthRows } from './useTruthRows';

const MEASURES = ['taste', 'last', 'any', 'head', 'genre', 'franchise'] as const;
type Measure = (typeof MEASURES)[number];

/** null where a row has no such thing */
function measureOf(row: TruthRow, measure: Measure): number | null {
  switch (measure) {
    case 'taste':
    case 'head':
      return row[measure];
    case 'last':
    case 'any':
      return row[measure].share;
    case 'genre':
    case 'franchise':
      return row.near?.[measure] ?? null;
  }
}

export function TruthTable({ chosen, rows }: { chosen: Columns; rows: TruthRows }) {
  const { columns: runs, others, add, replace, close } = chosen;
  const { t } = useTranslation('truth');
  const [sortBy, setSortBy] = useState<Measure>('taste');
  const { oracle, chance, found } = rows;
  const answerOf = (run: Run) => {
    const row = found[run.id];
    return row && !('error' in row) ? row : null;
  };
  const sortValue = (run: Run) => {
    const row = answerOf(run);
    return (row && measureOf(row, sortBy)) ?? Number.NEGATIVE_INFINITY;
  };
  const sorted = runs.toSorted((a, b) => sortValue(b) - sortValue(a));
  const text = (value: number | null, measure: Measure) =>
    value === null ? '–' : measure === 'taste' ? formatDecimal(value, 2).replace('-', '−') : formatPercent(value);

  const cell = (row: TruthRow | null, measure: Measure, hue: string, isWaiting: boolean) => {
    const value = row && measureOf(row, measure);
    return (
      <td key={measure} data-testid="truth-cell" data-measure={measure} data-value={value ?? ''}>
        <span className={styles.value}>{isWaiting ? '…' : text(value, measure)}</span>
        <span className={styles.track} aria-hidden>
          <span
            className={styles.bar}
            style={{ inlineSize: `${100 * Math.max(0, Math.min(1, value ?? 0))}%`, background: hue }}
          />
          {[
            [chance, styles.chance],
            [oracle, styles.oracle],
          ].map(([bound, style]) => {
            const at = measureOf(bound as TruthRow, measure);
            return (
              at !== null && (
                <span
                  key={style as string}
                  className={style as string}
                  style={{ insetInlineStart: `${100 * Math.max(0, Math.min(1, at))}%` }}
                />
              )
            );
          })}
        </span>
      </td>
    );
  };

  return (
    <Card
      title={t('table.title')}
      subtitle={t('table.subtitle')}
      actions={
        <>
          <span className={styles.legend}>
            <span className={styles.chanceMark} aria-hidden /> {t('table.chance')}
          </span>
          <span className={styles.legend}>
            <span className={styles.oracleMark} aria-hidden /> {t('table.oracle')}
          </span>
          {add !== null && (
            <Button variant="secondary" size="sm" icon={Plus} onClick={add} data-testid="truth-add">
              {t('table.add')}
            </Button>
          )}
          <HelpTip label={t('table.title')}>
            <p>{t('table.help')}</p>
            <p>{t('table.helpOracle')}</p>
          </HelpTip>
          <TableTwin
            caption={t('table.title')}
            columns={[
              { key: 'model', label: t('table.model') },
              ...MEASURES.map((measure) => ({ key: measure, label: t(`measure.${measure}`), numeric: true })),
            ]}
            rows={[
              { name: t('table.oracle'), row: oracle },
              ...sorted.map((run) => ({ name: run.label, row: answerOf(run) })),
              { name: t('table.chance'), row: chance },
            ].map(({ name, row }) => ({
              model: name,
              ...Object.fromEntries(MEASURES.map((measure) => [measure, row && measureOf(row, measure)])),
            }))}
            format={(value, column) =>
              typeof value === 'number' ? text(value, column as Measure) : (value ?? '–').toString()
            }
          />
        </>
      }
    >
      <div className={styles.scroll}>
        <table className={styles.table} data-testid="truth-table">
          <thead>
            <tr>
              <td />
              {MEASURES.map((measure) => (
                <th key={measure} scope="col" aria-sort={measure === sortBy ? 'descending' : 'none'}>
                  <span className={styles.head}>
                    <button type="button" className={styles.sort} onClick={() => setSortBy(measure)}>
                      {t(`measure.${measure}`)}
                      {measure === sortBy && <ArrowDown size="1em" aria-hidden />}
                    </button>
                    <HelpTip label={t(`measure.${measure}`)}>
                      <p>{t(`measureHelp.${measure}`, { share: formatPercent(HEAD_SHARE) })}</p>
                    </HelpTip>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className={styles.bound} data-testid="truth-row" data-model="oracle">
              <th scope="row">{t('table.oracle')}</th>
              {MEASURES.map((measure) => cell(oracle, measure, 'var(--ink)', false))}
            </tr>
            {sorted.map((run) => {
              const row = found[run.id];
              const failed = row !== undefined && 'error' in row ? row.error : null;
              return (
                <tr key={run.id} data-testid="truth-row" data-model={run.request.model} data-run-id={run.id}>
                  <th scope="row" className={styles.run} aria-label={run.label}>
                    <RunChoice
                      run={run}
                      others={others}
                      label={t('table.choose')}
                      onReplace={(id) => replace(run, id)}
                      closeLabel={t('table.close', { run: run.label })}
                      onClose={close && (() => close(run))}
                    />
                  </th>
                  {failed !== null ? (
                    <td colSpan={MEASURES.length} className={styles.muted}>
                      {failed.message}
                    </td>
                  ) : (
                    MEASURES.map((measure) =>
                      cell(answerOf(run), measure, modelStyle(run.request.model).hue, row === undefined),
                    )
                  )}
                </tr>
              );
            })}
            <tr className={cx(styles.bound)} data-testid="truth-row" data-model="chance">
              <th scope="row">{t('table.chance')}</th>
              {MEASURES.map((measure) => cell(chance, measure, 'var(--faint)', false))}
            </tr>
          </tbody>
        </table>
      </div>
      <p className={styles.muted}>
        {t('table.counts', { last: formatCount(oracle.last.count), any: formatCount(oracle.any.count) })}
      </p>
    </Card>
  );
}
