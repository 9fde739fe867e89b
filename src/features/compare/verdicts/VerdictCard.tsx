import { useTranslation } from 'react-i18next';
import { formatCount, formatMetric, formatSigned } from '@/components/format';
import { ModelSwatch } from '@/components/ModelSwatch';
import { modelStyle } from '@/components/modelStyle';
import { Tag, type Tone } from '@/components/Tag';
import type { Spread, UserComparison } from '@/eval/types';
import { dependsOnSeed } from '@/models/catalog';
import type { Run } from '@/state/runTypes';
import { useMetricName } from '../../train/useMetricName';
import { SMALLEST_P, usePText } from './usePText';
import styles from './VerdictCard.module.css';
import { type VerdictWord, verdictWord } from './verdictWord';

export interface VerdictCardProps {
  run: Run;
  baseline: Run;
  verdict: UserComparison;
  /** half the axis, shared by all cards */
  reach: number;
  /** over seeds and over users; null until it is known */
  spread: Spread | null;
}

const TONES: Record<VerdictWord, Tone> = { better: 'ok', worse: 'error', undecided: 'neutral' };

export function VerdictCard({ run, baseline, verdict, reach, spread }: VerdictCardProps) {
  const { t } = useTranslation('compare');
  const metricName = useMetricName()(verdict.metric);
  const pText = usePText();
  const word = verdictWord(verdict);
  const { low, high } = verdict.interval;
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
          {verdict.adjustedPValue < SMALLEST_P
            ? t('verdict.pBelow')
            : t('verdict.p', { p: pText(verdict.adjustedPValue) })}
        </Tag>
        <span>
          {t('verdict.winTieLoss', {
            wins: formatCount(verdict.wins),
            ties: formatCount(verdict.ties),
            losses: formatCount(verdict.losses),
          })}
        </span>
        {spread && (
          <span className={styles.seeds} data-testid="verdict-spread">
            {spread.seedSd !== null
              ? t('verdict.seeds', { sd: formatMetric(spread.seedSd), count: spread.numRuns })
              : t(dependsOnSeed(run.request.model) ? 'verdict.oneSeed' : 'verdict.noSeed')}{' '}
            · {t('verdict.users', { error: formatMetric(spread.userStandardError) })}
          </span>
        )}
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
