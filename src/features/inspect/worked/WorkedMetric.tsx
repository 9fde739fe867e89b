/** A metric worked out on the chosen user's own list: which places are hits, the formula, and the user's numbers in it. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { cx } from '@/components/cx';
import { Formula } from '@/components/Formula';
import { formatCount, formatMetric } from '@/components/format';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { Segmented } from '@/components/Segmented';
import { Select } from '@/components/Select';
import { Spinner } from '@/components/Spinner';
import type { Item } from '@/data/types';
import { FULL_RANKING, SAMPLED_RANKING } from '@/eval/protocol';
import { CUTOFFS, type Cutoff, METRIC_IDS, type MetricId, type RankingScope, type UserExplanation } from '@/eval/types';
import type { Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import styles from './WorkedMetric.module.css';
import { workedTex } from './workedTex';

/** The NCF authors' way to sample, and their own samples where the data has them, as in the protocol lab. */
const SCOPES = {
  full: FULL_RANKING,
  sampled: SAMPLED_RANKING,
  given: { candidates: 'given', numUsersSampled: null },
} as const satisfies Record<string, RankingScope>;
type ScopeId = keyof typeof SCOPES;

export interface WorkedMetricProps {
  /** runs that have columns; those that have ended can be asked */
  runs: Run[];
  userIndex: number;
  items: Item[];
}

export function WorkedMetric({ runs, userIndex, items }: WorkedMetricProps) {
  const { t } = useTranslation(['inspect', 'metrics']);
  const [chosen, setChosen] = useState<string | null>(null);
  const [metric, setMetric] = useState<MetricId>('ndcg');
  const [k, setK] = useState<Cutoff>(10);
  const [wanted, setWanted] = useState<ScopeId>('full');
  const ended = runs.filter((run) => run.finished !== null);
  const run = ended.find(({ id }) => id === chosen) ?? ended[0];
  const hasGiven = run?.dataset.has.givenNegatives ?? false;
  const scope = wanted === 'given' && !hasGiven ? 'full' : wanted;
  const { value, error, asking } = useAnswer(
    run ? async (client) => unwrap(await client.explainUser(run.id, userIndex, 'test', SCOPES[scope])) : null,
    [run?.id, userIndex, scope],
  );
  if (!run) return null;
  const explanation = value?.userIndex === userIndex ? value : null;

  return (
    <Card
      title={t('inspect:worked.title')}
      subtitle={t('inspect:worked.subtitle')}
      actions={explanation && !error && <ProtocolBadge protocol={explanation.protocol} cutoff={k} />}
    >
      <div className={styles.controls}>
        <Select
          label={t('inspect:worked.run')}
          size="sm"
          value={run.id}
          options={ended.map(({ id, label }) => ({ value: id, label }))}
          onChange={setChosen}
        />
        <Select
          label={t('inspect:worked.metric')}
          size="sm"
          value={metric}
          options={METRIC_IDS.map((id) => ({ value: id, label: t(`metrics:${id}.name`) }))}
          onChange={setMetric}
        />
        <Segmented
          label={t('inspect:worked.cutoff')}
          size="sm"
          value={String(k)}
          options={CUTOFFS.map((cutoff) => ({ value: String(cutoff), label: `@${cutoff}` }))}
          onChange={(text) => setK(CUTOFFS.find((cutoff) => String(cutoff) === text) ?? 10)}
        />
        <Segmented<ScopeId>
          label={t('inspect:worked.candidates')}
          size="sm"
          value={scope}
          options={[
            { value: 'full', label: t('inspect:worked.full') },
            { value: 'sampled', label: t('inspect:worked.sampled') },
            ...(hasGiven ? [{ value: 'given' as const, label: t('inspect:worked.given') }] : []),
          ]}
          onChange={setWanted}
        />
      </div>
      {error ? (
        <p className={styles.nothing}>
          {error.code === 'invalid-config' ? t('inspect:worked.nothing') : error.message}
        </p>
      ) : explanation ? (
        <div className={cx(styles.work, asking && styles.asking)} data-testid="worked-metric">
          <Places explanation={explanation} k={k} items={items} />
          <WorkedSteps explanation={explanation} metric={metric} k={k} />
        </div>
      ) : (
        <Spinner />
      )}
    </Card>
  );
}

/** The places 1..K, hits filled: what all metrics look at. */
function Places({ explanation, k, items }: { explanation: UserExplanation; k: Cutoff; items: Item[] }) {
  const { t } = useTranslation('inspect');
  return (
    <div>
      <ol className={styles.places} aria-label={t('worked.places')}>
        {Array.from({ length: k }, (_, i) => {
          const entry = explanation.list[i];
          const hit = explanation.hits[i] === 1;
          const title = entry ? items[entry.itemIndex]?.title : t('worked.noMore');
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: places are what they are
            <li key={i} className={cx(styles.place, hit && styles.hit)} title={title} data-hit={hit}>
              {i + 1}
              <span className={styles.unseen}>{hit ? t('worked.hit', { title }) : title}</span>
            </li>
          );
        })}
      </ol>
      <p className={styles.note}>
        {t('worked.counts', {
          count: explanation.numRelevant,
          number: formatCount(explanation.numRelevant),
          candidates: formatCount(explanation.numCandidates),
        })}{' '}
        {t('worked.ties')}
      </p>
    </div>
  );
}

function WorkedSteps({ explanation, metric, k }: { explanation: UserExplanation; metric: MetricId; k: Cutoff }) {
  const { t } = useTranslation('inspect');
  const { general, steps } = useMemo(() => workedTex(metric, k, explanation), [metric, k, explanation]);
  return (
    <div className={styles.formulas}>
      <Formula tex={general} className={styles.general} />
      {steps.map((tex) => (
        <Formula key={tex} tex={tex} data-testid="worked-step" />
      ))}
      <p className={styles.note} data-testid="worked-value" data-value={explanation.values[`${metric}@${k}`]}>
        {t(explanation.protocol.candidates === 'full' ? 'worked.average' : 'worked.averageSampled', {
          value: formatMetric(explanation.values[`${metric}@${k}`]),
        })}
      </p>
    </div>
  );
}
