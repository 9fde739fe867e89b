/** One sentence for each run against the baseline, with its interval, test and users: never a star without the test. */
import { useTranslation } from 'react-i18next';
import { Spinner } from '@/components/Spinner';
import type { Measured, MetricKey, UserComparison } from '@/eval/types';
import { FLOOR } from '@/models/catalog';
import type { Run } from '@/state/runTypes';
import { useVerdicts } from '@/state/verdicts';
import { VerdictCard } from './VerdictCard';
import styles from './VerdictStrip.module.css';

/** More are in the table; the strip is for the sentence that people take home. */
const MAX_CARDS = 3;

export interface VerdictStripProps {
  runs: readonly Run[];
  baseline: Run | null;
  measured: ReadonlyMap<string, Measured>;
  metric: MetricKey;
}

export function VerdictStrip({ runs, baseline, measured, metric }: VerdictStripProps) {
  const { t } = useTranslation('compare');
  const compared = runs.filter((run) => run.finished !== null && run.request.model !== FLOOR && !run.hidden);
  const { value, error } = useVerdicts(baseline, compared, measured, metric);
  if (baseline === null || compared.length < 2) return null;
  if (error) return <p className={styles.error}>{error.message}</p>;
  const judged = compared
    .flatMap((run) => {
      const verdict = value?.get(run.id);
      return verdict?.metric === metric ? [{ run, verdict }] : [];
    })
    // trained models first, then by what they reach
    .sort((a, b) => Number(b.run.neural) - Number(a.run.neural) || b.verdict.meanB - a.verdict.meanB)
    .slice(0, MAX_CARDS);
  const numExpected = Math.min(MAX_CARDS, compared.length - 1);
  const reach = extent(judged.map(({ verdict }) => verdict));
  return (
    <section className={styles.strip} aria-label={t('verdict.label')} data-testid="verdicts">
      {judged.map(({ run, verdict }) => (
        <VerdictCard
          key={run.id}
          run={run}
          baseline={baseline}
          verdict={verdict}
          numCompared={value?.size ?? 1}
          reach={reach}
          alike={sameButSeed(run, compared)}
        />
      ))}
      {judged.length < numExpected &&
        Array.from({ length: numExpected - judged.length }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places that wait are all the same
          <div key={i} className={styles.waiting}>
            <Spinner /> {t('verdict.waiting')}
          </div>
        ))}
    </section>
  );
}

/** The widest interval, so that all cards share an axis. */
function extent(verdicts: readonly UserComparison[]): number {
  const most = Math.max(
    ...verdicts.flatMap(({ interval, difference }) => [interval.low, interval.high, difference].map(Math.abs)),
    1e-4,
  );
  const step = 10 ** Math.floor(Math.log10(most));
  return Math.ceil(most / step) * step;
}

/** Runs of the same model and settings with any seed, the run itself among them. */
function sameButSeed(run: Run, runs: readonly Run[]): Run[] {
  const settings = JSON.stringify(run.request.config);
  return runs.filter(
    ({ request, neural }) =>
      neural && request.model === run.request.model && JSON.stringify(request.config) === settings,
  );
}
