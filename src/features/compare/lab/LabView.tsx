/**
 * The protocol lab: the same trained runs, the same scores, ranked among all items and among a sample of them. Nothing
 * is trained again; only the candidates change, and with them sometimes the winner.
 */
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { ErrorPanel } from '@/components/ErrorPanel';
import { formatCount, formatMetric } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { ModelSwatch } from '@/components/ModelSwatch';
import { NumberField } from '@/components/NumberField';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { Segmented } from '@/components/Segmented';
import { Spinner } from '@/components/Spinner';
import { cutoffOf, FULL_RANKING } from '@/eval/protocol';
import type { MetricKey, RankingScope } from '@/eval/types';
import { useMeasurements } from '@/state/measurements';
import type { Run } from '@/state/runTypes';
import { useMetricName } from '../../train/useMetricName';
import styles from './LabView.module.css';
import { flips, ladder, type Rung } from './ladder';
import { SlopeChart } from './SlopeChart';

type Kind = 'uniform' | 'popularity' | 'given';

/** The NCF authors' number; SASRec's is 100. */
const USUAL_NEGATIVES = 99;
const MAX_NEGATIVES = 1000;
const LAB_SEED = 1;
const MAX_FLIPS_TOLD = 3;

export function LabView({ runs, metric }: { runs: readonly Run[]; metric: MetricKey }) {
  const { t } = useTranslation('compare');
  const metricName = useMetricName()(metric);
  const [kind, setKind] = useState<Kind>('uniform');
  const [count, setCount] = useState(USUAL_NEGATIVES);
  const [seed, setSeed] = useState(LAB_SEED);
  const hasGiven = runs.some((run) => run.dataset.has.givenNegatives);
  const chosen = useMemo<RankingScope>(
    () => ({ candidates: kind === 'given' ? 'given' : { sampled: count, by: kind, seed }, numUsersSampled: null }),
    [kind, count, seed],
  );
  // A typed number must not wait for the workers.
  const scope = useDeferredValue(chosen);
  const shown = runs.filter((run) => run.finished !== null && !run.hidden);
  const full = useMeasurements(shown, FULL_RANKING);
  const sampled = useMeasurements(shown, scope);
  const rungs = ladder(shown, full.of, sampled.of, metric);
  const turned = flips(rungs);
  const waiting = full.waiting + sampled.waiting;
  const error = full.error ?? sampled.error;
  const plates = [full, sampled].map(({ of }) => of.values().next().value?.table.protocol ?? null);

  return (
    <div className={styles.lab} data-testid="protocol-lab">
      <Card
        title={t('lab.title')}
        subtitle={t('lab.subtitle')}
        actions={<HelpTip label={t('lab.title')}>{t('lab.help')}</HelpTip>}
      >
        <div className={styles.controls}>
          <Segmented<Kind>
            label={t('lab.kind')}
            value={kind}
            options={(['uniform', 'popularity', 'given'] as const).map((value) => ({
              value,
              label: t(`lab.kinds.${value}`),
              disabled: value === 'given' && !hasGiven,
            }))}
            onChange={setKind}
          />
          {kind !== 'given' && (
            <>
              <NumberField
                label={t('lab.count')}
                value={count}
                min={1}
                max={MAX_NEGATIVES}
                step={1}
                onChange={setCount}
              />
              <NumberField label={t('lab.seed')} value={seed} min={0} max={2 ** 31 - 1} step={1} onChange={setSeed} />
            </>
          )}
          <p className={styles.state} role="status" data-testid="lab-state">
            {waiting > 0 ? (
              <>
                <Spinner /> {t('lab.measuring', { count: waiting })}
              </>
            ) : (
              !hasGiven && t('lab.noGiven')
            )}
          </p>
        </div>
        {error && <ErrorPanel error={error} />}
        {shown.length === 0 ? (
          <p className={styles.empty}>{t('lab.empty')}</p>
        ) : (
          <div className={styles.both}>
            <div className={styles.chart}>
              <SlopeChart
                rungs={rungs}
                name={t('lab.chart', { metric: metricName })}
                left={t('lab.full')}
                right={kind === 'given' ? t('lab.kinds.given') : t('lab.sampled', { count })}
              />
            </div>
            <LabTable rungs={rungs} metricName={metricName} count={count} kind={kind} />
          </div>
        )}
        <p className={styles.sentence} data-testid="lab-sentence">
          {rungs.length >= 2 &&
            waiting === 0 &&
            (turned.length === 0
              ? t('lab.same')
              : t('lab.flipped', {
                  count: turned.length,
                  pairs: turned
                    .slice(0, MAX_FLIPS_TOLD)
                    .map(({ better, worse }) => t('lab.pair', { better: better.label, worse: worse.label }))
                    .join('; '),
                }))}
        </p>
        <div className={styles.plates}>
          {plates.map(
            (protocol) =>
              protocol && <ProtocolBadge key={protocol.hash} protocol={protocol} cutoff={cutoffOf(metric)} />,
          )}
        </div>
      </Card>
    </div>
  );
}

function LabTable({
  rungs,
  metricName,
  count,
  kind,
}: {
  rungs: Rung[];
  metricName: string;
  count: number;
  kind: Kind;
}) {
  const { t } = useTranslation('compare');
  return (
    <table className={styles.table} data-testid="lab-table">
      <thead>
        <tr>
          <th scope="col">{t('columns.run')}</th>
          <th scope="col">{t('lab.columnFull', { metric: metricName })}</th>
          <th scope="col">{t('lab.place')}</th>
          <th scope="col">
            {kind === 'given'
              ? t('lab.columnGiven', { metric: metricName })
              : t('lab.columnSampled', { metric: metricName, count: Number(count), number: formatCount(count) })}
          </th>
          <th scope="col">{t('lab.place')}</th>
        </tr>
      </thead>
      <tbody>
        {rungs.map(({ run, full, other, fullPlace, otherPlace }) => (
          <tr key={run.id} data-run-id={run.id} data-moved={fullPlace !== otherPlace || undefined}>
            <th scope="row">
              <span className={styles.name}>
                <ModelSwatch model={run.request.model} />
                {run.label}
              </span>
            </th>
            <td data-column="full">{formatMetric(full)}</td>
            <td className={styles.place}>{formatCount(fullPlace)}</td>
            <td data-column="other">{formatMetric(other)}</td>
            <td className={styles.place}>
              {formatCount(otherPlace)}
              {otherPlace !== fullPlace && <span className={styles.move}>{otherPlace < fullPlace ? ' ▲' : ' ▼'}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
