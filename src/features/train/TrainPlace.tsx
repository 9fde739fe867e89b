/** Train: a queue of runs with their settings, the curves of all runs, and what the device and one user see of it. */
import { Database, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';
import { ErrorPanel } from '@/components/ErrorPanel';
import type { MetricKey } from '@/eval/types';
import { useDataset } from '@/state/dataset';
import { useDevice } from '@/state/device';
import { useDraft } from '@/state/draft';
import { useRuns } from '@/state/runs';
import { goTo } from '@/state/ui';
import { CurvesPanel } from './CurvesPanel';
import { DeviceCard } from './DeviceCard';
import { LiveListCard } from './LiveListCard';
import { LogCard } from './LogCard';
import { NewsStrip } from './NewsStrip';
import { OpByOpBanner } from './OpByOpBanner';
import { QueueCard } from './QueueCard';
import styles from './TrainPlace.module.css';

export default function TrainPlace() {
  const { t } = useTranslation('train');
  const summary = useDataset((state) => state.summary);
  const hasRuns = useRuns((state) => state.runs.some((run) => run.request.datasetKey === summary?.key));
  const hasDraft = useDraft((state) => state.draft !== null);
  const startFirstRun = useRuns((state) => state.startFirstRun);
  const deviceError = useDevice((state) => (state.status === 'failed' ? state.error : null));
  const [metric, setMetric] = useState<MetricKey>('ndcg@10');

  if (summary === null) {
    return (
      <div className={styles.empty}>
        <EmptyState
          icon={Database}
          title={t('noData.title')}
          action={
            <Button variant="primary" onClick={() => goTo('data')}>
              {t('noData.action')}
            </Button>
          }
        >
          {t('noData.text')}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className={styles.place}>
      <div className={styles.train}>
        <div className={styles.queue}>
          <QueueCard summary={summary} metric={metric} />
          <LogCard />
        </div>
        <div className={styles.centre}>
          {deviceError !== null && <ErrorPanel error={deviceError} />}
          <OpByOpBanner />
          {hasRuns ? (
            <>
              <CurvesPanel datasetKey={summary.key} metric={metric} onMetric={setMetric} />
              <NewsStrip datasetKey={summary.key} metric={metric} />
            </>
          ) : (
            <div className={styles.empty}>
              <EmptyState
                icon={Play}
                title={t('noRuns.title')}
                action={
                  // The draft's own button is the primary one while there is a draft.
                  <Button variant={hasDraft ? 'secondary' : 'primary'} icon={Play} onClick={() => void startFirstRun()}>
                    {t('noRuns.action')}
                  </Button>
                }
              >
                {t('noRuns.text')}
              </EmptyState>
            </div>
          )}
        </div>
        <div className={styles.side}>
          <DeviceCard />
          <LiveListCard summary={summary} />
        </div>
      </div>
    </div>
  );
}
