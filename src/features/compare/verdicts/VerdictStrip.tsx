/** One sentence for each run against the baseline, with its interval, test and users: never a star without the test. */
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { Spinner } from '@/components/Spinner';
import { cutoffOf } from '@/eval/protocol';
import type { Measured, MetricKey, UserComparison } from '@/eval/types';
import type { ErrorData } from '@/lib/errors';
import type { Run } from '@/state/runTypes';
import { useSpread } from '@/state/spread';
import type { Answer } from '@/state/useAnswer';
import { sameButSeed } from './sameButSeed';
import { VerdictCard, type VerdictCardProps } from './VerdictCard';
import styles from './VerdictStrip.module.css';

/** More are in the table; the strip is for the sentence that people take home. */
const MAX_CARDS = 3;

export interface VerdictStripProps {
  /** finished ones, the baseline among them */
  compared: readonly Run[];
  baseline: Run | null;
  measured: ReadonlyMap<string, Measured>;
  /** by run id */
  verdicts: Answer<Map<string, UserComparison>>;
  /** why a run could not be measured: then there is nothing to wait for */
  failure: ErrorData | null;
  metric: MetricKey;
}

export function VerdictStrip({ compared, baseline, measured, verdicts, failure, metric }: VerdictStripProps) {
  const { t } = useTranslation('compare');
  const { value, error } = verdicts;
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
  const table = measured.get(baseline.id)?.table;
  const how = judged[0] && {
    users: formatCount(judged[0].verdict.numUsers),
    count: value?.size ?? 1,
  };
  return (
    <section className={styles.verdicts} aria-label={t('verdict.label')} data-testid="verdicts">
      <div className={styles.strip}>
        {judged.map(({ run, verdict }) => (
          <JudgedRun
            key={run.id}
            run={run}
            baseline={baseline}
            verdict={verdict}
            reach={reach}
            compared={compared}
            measured={measured}
          />
        ))}
        {judged.length < numExpected &&
          Array.from({ length: numExpected - judged.length }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places that wait are all the same
            <div key={i} className={styles.waiting}>
              {failure ? (
                <span className={styles.error}>{failure.message}</span>
              ) : (
                <>
                  <Spinner /> {t('verdict.waiting')}
                </>
              )}
            </div>
          ))}
      </div>
      {how && (
        <div className={styles.how} data-testid="verdict-test">
          <span>{t('verdict.test', how)}</span>
          <HelpTip label={t('verdict.label')}>
            <p>{t('verdict.testHelp', how)}</p>
            <p>{t('verdict.seedsHint')}</p>
          </HelpTip>
          {judged.length < (value?.size ?? 0) && <span>{t('verdict.more')}</span>}
          {table && (
            <ProtocolBadge compact className={styles.plate} protocol={table.protocol} cutoff={cutoffOf(metric)} />
          )}
        </div>
      )}
    </section>
  );
}

type JudgedRunProps = Omit<VerdictCardProps, 'spread'> & {
  compared: readonly Run[];
  measured: ReadonlyMap<string, Measured>;
};

function JudgedRun({ compared, measured, ...card }: JudgedRunProps) {
  const spread = useSpread(sameButSeed(card.run, compared), measured, card.verdict.metric);
  return <VerdictCard {...card} spread={spread} />;
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
