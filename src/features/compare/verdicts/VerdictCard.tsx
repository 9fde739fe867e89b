import { useTranslation } from 'react-i18next';
import { formatCount, formatMetric, formatSigned } from '@/components/format';
import { ModelSwatch } from '@/components/ModelSwatch';
import { modelStyle } from '@/components/modelStyle';
import { Tag, type Tone } from '@/components/Tag';
import type { MetricKey, UserComparison } from '@/eval/types';
import type { Run } from '@/state/runTypes';
import { spreadOf } from '../../sweep/sweepPoints';
import { useMetricName } from '../../train/useMetricName';
import styles from './VerdictCard.module.css';
import { type VerdictWord, verdictWord } from './verdictWord';

export interface VerdictCardProps {
  run: Run;
  baseline: Run;
  verdict: UserComparison;
  /** comparisons that the correction is over */
  numCompared: number;
  /** half the axis, shared by all cards */
  reach: number;
  /** runs that differ in the seed alone, the run itself among them */
  alike: Run[];
}

const TONES: Record<VerdictWord, Tone> = { better: 'ok', worse: 'error', undecided: 'neutral' };
const SMALLEST_P = 0.001;

export function VerdictCard({ run, baseline, verdict, numCompared, reach, alike }: VerdictCardProps) {
  const { t } = useTranslation('compare');
  const metricName = useMetricName()(verdict.metric);
  const word = verdictWord(verdict);
  const { low, high } = verdict.interval;
  const p = verdict.adjustedPValue;
  const spread = spreadOf(alike.map((other) => other.finished?.test.values[verdict.metric as MetricKey] ?? null));
  return (
    <article className={styles.card} data-testid="verdict" data-run-id={run.id} data-verdict={word}>
      <p className={styles.sentence}>
        <ModelSwatch model={run.request.model} />
        <span>
          <strong>{t(`verdict.head.${word}`, { run: run.label, baseline: baseline.label })}</strong>{' '}
          {t(`verdict.tail.${word}`, {
            metric: metricName,
            difference:
              word === 'undecided' ? formatSigned(verdict.difference) : formatMetric(Math.abs(verdict.difference)),
            low: formatSigned(low),
            high: formatSigned(high),
          })}
        </span>
      </p>
      <Interval verdict={verdict} reach={reach} hue={modelStyle(run.request.model).hue} baseline={baseline.label} />
      <p className={styles.facts}>
        <Tag tone={TONES[word]}>
          {t(`verdict.word.${word}`)} ·{' '}
          {p < SMALLEST_P ? t('verdict.pBelow') : t('verdict.p', { p: formatMetric(p, 3) })}
        </Tag>
        <span title={t('verdict.test', { users: formatCount(verdict.numUsers), count: numCompared })}>
          {t('verdict.winTieLoss', {
            wins: formatCount(verdict.wins),
            ties: formatCount(verdict.ties),
            losses: formatCount(verdict.losses),
          })}
        </span>
        <span className={styles.seeds} title={t('verdict.seedsHint')}>
          {spread === null
            ? t('verdict.oneSeed')
            : t('verdict.seeds', { sd: formatMetric(spread.sd), count: spread.count })}
        </span>
      </p>
    </article>
  );
}

/** The interval on an axis with the baseline in the middle. */
function Interval(props: { verdict: UserComparison; reach: number; hue: string; baseline: string }) {
  const { verdict, reach, hue, baseline } = props;
  const at = (value: number) => `${50 + (44 * Math.max(-reach, Math.min(reach, value))) / reach}%`;
  const { low, high } = verdict.interval;
  return (
    <svg className={styles.interval} aria-hidden>
      <line x1="2%" x2="98%" y1="26" y2="26" className={styles.axis} />
      <line x1="50%" x2="50%" y1="4" y2="26" className={styles.zero} />
      <line x1={at(low)} x2={at(high)} y1="14" y2="14" stroke={hue} strokeWidth="3" />
      {[low, high].map((end, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the two ends
        <line key={i} x1={at(end)} x2={at(end)} y1="9" y2="19" stroke={hue} strokeWidth="2" />
      ))}
      <circle cx={at(verdict.difference)} cy="14" r="5" fill={hue} />
      <text x="6%" y="40" className={styles.tick}>
        {formatSigned(-reach, 3)}
      </text>
      <text x="50%" y="40" className={styles.tick} textAnchor="middle">
        {baseline}
      </text>
      <text x="94%" y="40" className={styles.tick} textAnchor="end">
        {formatSigned(reach, 3)}
      </text>
    </svg>
  );
}
