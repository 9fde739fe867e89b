/** Each user as a dot: where the run serves a user better than the baseline does, and the way to look at that user. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { formatCount, formatMetric } from '@/components/format';
import { ModelSwatch } from '@/components/ModelSwatch';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { Select } from '@/components/Select';
import { Spinner } from '@/components/Spinner';
import { cutoffOf } from '@/eval/protocol';
import type { Measured, MetricKey } from '@/eval/types';
import { useChosenUser } from '@/state/chosenUser';
import type { Run } from '@/state/runTypes';
import { goTo } from '@/state/ui';
import { useAnswer } from '@/state/useAnswer';
import { useMetricName } from '../../train/useMetricName';
import { UserScatter } from './UserScatter';
import styles from './UsersView.module.css';
import { extremes, pairUsers } from './userPairs';

export interface UsersViewProps {
  runs: readonly Run[];
  baseline: Run | null;
  measured: ReadonlyMap<string, Measured>;
  waiting: number;
  metric: MetricKey;
  /** whether the runs are on the data set in use, whose users Inspect shows */
  canInspect: boolean;
}

const NUM_EXTREMES = 5;

export function UsersView({ runs, baseline, measured, waiting, metric, canInspect }: UsersViewProps) {
  const { t } = useTranslation('compare');
  const metricName = useMetricName()(metric);
  const [chosen, setChosen] = useState<string | null>(null);
  const { choose } = useChosenUser();
  const others = runs.filter((run) => run !== baseline && run.finished !== null);
  const run = others.find(({ id }) => id === chosen) ?? others.find(({ neural }) => neural) ?? others[0];
  const [own, reference] = [run && measured.get(run.id), baseline && measured.get(baseline.id)];
  const pairs = useMemo(
    () => (own && reference ? pairUsers(reference.perUser, own.perUser, metric) : []),
    [own, reference, metric],
  );
  const { ahead, behind } = useMemo(() => extremes(pairs, NUM_EXTREMES), [pairs]);
  const users = [...ahead, ...behind].map(({ user }) => user);
  const datasetKey = run?.request.datasetKey;
  // People know users by the names that the file gives them.
  const { value: names } = useAnswer(
    datasetKey && users.length > 0
      ? async (client) => {
          const histories = await Promise.all(users.map((user) => client.userHistory(datasetKey, user)));
          return new Map(histories.map(({ userIndex, userId }) => [userIndex, userId]));
        }
      : null,
    [datasetKey, users.join()],
  );
  const inspect = (user: number) => {
    choose(user);
    goTo('inspect');
  };

  if (!run || !baseline) {
    return <Card>{t('users.need')}</Card>;
  }
  return (
    <Card
      title={t('users.title', { metric: metricName, run: run.label, baseline: baseline.label })}
      subtitle={
        <>
          {t('users.subtitle', { count: pairs.length, number: formatCount(pairs.length) })}
          {own && <ProtocolBadge compact protocol={own.table.protocol} cutoff={cutoffOf(metric)} />}
        </>
      }
      actions={
        <Select
          label={t('users.against')}
          hideLabel
          size="sm"
          value={run.id}
          options={others.map(({ id, label }) => ({ value: id, label }))}
          onChange={setChosen}
        />
      }
    >
      {pairs.length === 0 ? (
        <p className={styles.waiting}>{waiting > 0 ? <Spinner /> : t('users.need')}</p>
      ) : (
        <div className={styles.view} data-testid="users-view">
          <UserScatter
            pairs={pairs}
            model={run.request.model}
            name={t('users.chart', { metric: metricName, baseline: baseline.label, run: run.label })}
            xName={baseline.label}
            yName={run.label}
            onChoose={canInspect ? inspect : null}
          />
          <div className={styles.lists}>
            <h3>{t('users.most')}</h3>
            {(
              [
                { list: ahead, model: run.request.model, title: t('users.gain', { run: run.label }) },
                { list: behind, model: baseline.request.model, title: t('users.loss', { baseline: baseline.label }) },
              ] as const
            ).map(({ list, model, title }) => (
              <div key={title}>
                <h4 className={styles.title}>
                  <ModelSwatch model={model} />
                  {title}
                </h4>
                <ul>
                  {list.map(({ user, x, y }) => (
                    <li key={user} className={styles.user}>
                      <Button
                        variant="ghost"
                        size="sm"
                        disabled={!canInspect}
                        onClick={() => inspect(user)}
                        data-testid="users-extreme"
                      >
                        {t('users.open', { user: names?.get(user) ?? '…' })}
                      </Button>
                      <span className={styles.values}>
                        {formatMetric(x, 3)} → {formatMetric(y, 3)}
                      </span>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
            <p className={styles.hint}>{t('users.hint')}</p>
          </div>
        </div>
      )}
    </Card>
  );
}
