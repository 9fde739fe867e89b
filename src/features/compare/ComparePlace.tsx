/** Compare: runs over each other, in several views; numbers of different protocols never mix unless a person says so. */
import { ChartLine, Columns3 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { Select } from '@/components/Select';
import { Tabs } from '@/components/Tabs';
import { View, ViewBar } from '@/components/View';
import { FULL_RANKING } from '@/eval/protocol';
import type { MetricKey } from '@/eval/types';
import { useDataset } from '@/state/dataset';
import { useMeasurements } from '@/state/measurements';
import { useRuns } from '@/state/runs';
import type { Run } from '@/state/runTypes';
import { goTo, useUi } from '@/state/ui';
import { SweepPanel } from '../sweep/SweepPanel';
import { useMeasured } from '../train/useMeasured';
import { METRIC_KEYS, useMetricName } from '../train/useMetricName';
import styles from './ComparePlace.module.css';
import { defaultBaseline, type ProtocolGroup, protocolGroups } from './groups';
import { LabView } from './lab/LabView';
import { RunsView } from './RunsView';
import { useGroupName } from './useGroupName';
import { UsersView } from './users/UsersView';

/** By the second part of the address: `#compare/sweeps`. */
const VIEWS = ['runs', 'users', 'lab', 'sweeps'] as const;
type ViewId = (typeof VIEWS)[number];
const NO_RUNS: Run[] = [];

export default function ComparePlace() {
  const { t } = useTranslation('compare');
  const metricName = useMetricName();
  const detail = useUi((state) => state.route.detail);
  const runs = useMeasured(useRuns((state) => state.runs));
  const summary = useDataset((state) => state.summary);
  const datasetKey = summary?.key ?? null;
  const [metric, setMetric] = useState<MetricKey>('ndcg@10');
  const [chosenBaseline, setChosenBaseline] = useState<string | null>(null);
  const [shownKey, setShownKey] = useState<string | null>(null);
  const groups = useMemo(() => protocolGroups(runs, datasetKey), [runs, datasetKey]);
  const groupName = useGroupName();
  const view: ViewId = VIEWS.find((known) => known === detail) ?? 'runs';
  const shown: ProtocolGroup | undefined = groups.find(({ key }) => key === shownKey) ?? groups[0];

  const measurements = useMeasurements(shown?.runs ?? NO_RUNS, view === 'sweeps' ? null : FULL_RANKING);

  if (shown === undefined) {
    return (
      <Card padded={false}>
        <EmptyState
          icon={Columns3}
          title={t('empty.title')}
          action={
            <Button variant="primary" icon={ChartLine} onClick={() => goTo(datasetKey === null ? 'data' : 'train')}>
              {t(datasetKey === null ? 'empty.getData' : 'empty.train')}
            </Button>
          }
        >
          {t('empty.text')}
        </EmptyState>
      </Card>
    );
  }
  const others = groups.filter((group) => group !== shown);
  const candidates = shown.runs.filter((run) => run.finished !== null);
  const baseline = candidates.find((run) => run.id === chosenBaseline) ?? defaultBaseline(shown);
  return (
    <View>
      <ViewBar>
        <Tabs
          label={t('tabs.label')}
          place="compare"
          tabs={VIEWS.map((id) => ({ id, label: t(`tabs.${id}`) }))}
          current={view}
        />
        <div className={styles.choices}>
          {others.length > 0 && view !== 'sweeps' && (
            <span className={styles.choice} data-testid="compare-group">
              <span aria-hidden>{t('bar.measured')}</span>
              <Select
                label={t('bar.measured')}
                hideLabel
                value={shown.key}
                options={groups.map((group) => ({ value: group.key, label: groupName(group, groups[0]) }))}
                onChange={setShownKey}
              />
            </span>
          )}
          <span className={styles.choice}>
            <span aria-hidden>{t('bar.baseline')}</span>
            <Select
              label={t('bar.baseline')}
              hideLabel
              value={baseline?.id ?? ''}
              options={
                candidates.length > 0
                  ? candidates.map((run) => ({ value: run.id, label: run.label }))
                  : [{ value: '', label: t('bar.noBaseline') }]
              }
              onChange={setChosenBaseline}
            />
          </span>
          <span className={styles.choice}>
            <span aria-hidden>{t('bar.metric')}</span>
            <Select
              label={t('bar.metric')}
              hideLabel
              value={metric}
              options={METRIC_KEYS.map((key) => ({ value: key, label: metricName(key) }))}
              onChange={setMetric}
            />
          </span>
        </div>
      </ViewBar>
      {view === 'runs' && (
        <RunsView
          first={shown}
          others={others}
          onShow={setShownKey}
          metric={metric}
          baseline={baseline}
          measurements={measurements}
        />
      )}
      {view === 'users' && (
        <UsersView
          runs={shown.runs}
          baseline={baseline}
          measured={measurements.of}
          waiting={measurements.waiting}
          metric={metric}
          canInspect={shown.isOnData}
        />
      )}
      {view === 'lab' && <LabView runs={shown.runs} metric={metric} />}
      {view === 'sweeps' && <SweepPanel runs={runs} metric={metric} summary={summary} />}
    </View>
  );
}
