/** Compare: runs over each other, and a table for each way of measuring; numbers of different protocols never mix. */
import { ChartLine, Columns3 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';
import { Select } from '@/components/Select';
import { Toggle } from '@/components/Toggle';
import type { MetricKey } from '@/eval/types';
import { useDataset } from '@/state/dataset';
import { useRuns } from '@/state/runs';
import { goTo } from '@/state/ui';
import { useMeasured } from '../train/useMeasured';
import { METRIC_KEYS, useMetricName } from '../train/useMetricName';
import { CompareCharts } from './CompareCharts';
import styles from './ComparePlace.module.css';
import { defaultBaseline, protocolGroups } from './groups';
import { RunsTable } from './RunsTable';

export default function ComparePlace() {
  const { t } = useTranslation('compare');
  const metricName = useMetricName();
  const runs = useMeasured(useRuns((state) => state.runs));
  const datasetKey = useDataset((state) => state.summary?.key ?? null);
  const [metric, setMetric] = useState<MetricKey>('ndcg@10');
  const [onlyChanges, setOnlyChanges] = useState(true);
  const [chosenBaseline, setChosenBaseline] = useState<string | null>(null);
  const groups = useMemo(() => protocolGroups(runs, datasetKey), [runs, datasetKey]);

  if (groups.length === 0) {
    return (
      <div className={styles.empty}>
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
      </div>
    );
  }
  const [first, ...others] = groups;
  const candidates = first.runs.filter((run) => run.finished !== null);
  const baseline = candidates.find((run) => run.id === chosenBaseline) ?? defaultBaseline(first);
  const numNeural = first.runs.filter((run) => run.neural).length;
  return (
    <div className={styles.compare}>
      <div className={styles.bar}>
        <Toggle label={t('bar.onlyChanges')} checked={onlyChanges} onChange={setOnlyChanges} />
        {numNeural < 2 && <p className={styles.hint}>{t(numNeural === 0 ? 'bar.noRun' : 'bar.oneRun')}</p>}
        <div className={styles.choices}>
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
        </div>
      </div>
      <CompareCharts runs={first.runs} metric={metric} />
      <RunsTable group={first} metric={metric} baseline={baseline} onlyChanges={onlyChanges} />
      {others.length > 0 && <p className={styles.apart}>{t('apart')}</p>}
      {others.map((group) => (
        <RunsTable
          key={group.key}
          group={group}
          metric={metric}
          baseline={defaultBaseline(group)}
          onlyChanges={onlyChanges}
        />
      ))}
    </div>
  );
}
