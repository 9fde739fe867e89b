/** The queue: the run being set up, then every run with how far it is; one of them open with its settings. */
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { ProtocolBadges } from '@/components/ProtocolBadges';
import { Segmented } from '@/components/Segmented';
import type { DatasetSummary } from '@/data/types';
import { cutoffOf } from '@/eval/protocol';
import type { MetricKey } from '@/eval/types';
import { useDraft } from '@/state/draft';
import { useRuns } from '@/state/runs';
import { isOnData } from '@/state/runTypes';
import type { QueueMode } from '@/worker/protocol';
import { LoadModelButton } from '../saved/LoadModelButton';
import { SweepCard } from '../sweep/SweepCard';
import { AddModelMenu } from './AddModelMenu';
import { DraftCard } from './DraftCard';
import styles from './QueueCard.module.css';
import { RunDetails } from './RunDetails';
import { RunRow } from './RunRow';
import { useMetricName } from './useMetricName';
import { marksOf, validProtocols } from './validProtocols';

export function QueueCard({ summary, metric }: { summary: DatasetSummary; metric: MetricKey }) {
  const { t } = useTranslation('train');
  const metricName = useMetricName();
  const { runs, activeRunId, queueMode, setQueueMode, setActive } = useRuns();
  const draft = useDraft((state) => state.draft);
  // undefined follows the active run, null is closed on purpose
  const [opened, setOpened] = useState<string | null | undefined>(undefined);

  // what needs no training stands below what does
  const here = runs.filter((run) => isOnData(run, summary.key)).toSorted((a, b) => Number(b.neural) - Number(a.neural));
  const elsewhere = runs.filter((run) => !isOnData(run, summary.key));
  const markOf = marksOf(here);
  const isOpen = (runId: string) => (opened === undefined ? draft === null && runId === activeRunId : runId === opened);
  const latestIsOpen = useRef(isOpen);
  latestIsOpen.current = isOpen;
  // Stable, so that rows whose run did not change are not drawn again.
  const toggle = useCallback(
    (runId: string) => {
      setOpened(latestIsOpen.current(runId) ? null : runId);
      if (useRuns.getState().runs.find((run) => run.id === runId)?.neural) {
        setActive(runId);
      }
    },
    [setActive],
  );

  return (
    <Card padded={false} className={styles.card}>
      <div className={styles.head}>
        <div className={styles.titleRow}>
          <h2 className={styles.title}>{t('queue.title')}</h2>
          <span className={styles.ways}>
            <LoadModelButton />
            <AddModelMenu summary={summary} />
          </span>
        </div>
        <Segmented<QueueMode>
          className={styles.mode}
          size="sm"
          label={t('queue.mode')}
          options={[
            { value: 'race', label: t('queue.race') },
            { value: 'one-after-another', label: t('queue.oneAfterAnother') },
          ]}
          value={queueMode}
          onChange={(mode) => void setQueueMode(mode)}
        />
      </div>
      {draft !== null && <DraftCard draft={draft} summary={summary} />}
      <SweepCard runs={here} />
      {here.length > 0 && (
        <div className={styles.columns}>
          <span aria-hidden>{t('queue.run')}</span>
          <ProtocolBadges protocols={validProtocols(here)} cutoff={cutoffOf(metric)} />
          <span aria-hidden>{t('queue.best', { metric: metricName(metric) })}</span>
        </div>
      )}
      <ul className={styles.list}>
        {here.map((run) => (
          <li key={run.id}>
            <RunRow run={run} metric={metric} mark={markOf(run)} open={isOpen(run.id)} onToggle={toggle} />
            {isOpen(run.id) && <RunDetails run={run} />}
          </li>
        ))}
      </ul>
      {elsewhere.length > 0 && (
        <details className={styles.elsewhere}>
          <summary>{t('queue.elsewhere', { count: elsewhere.length })}</summary>
          <ul className={styles.list}>
            {elsewhere.map((run) => (
              <li key={run.id}>
                <RunRow run={run} metric={metric} open={isOpen(run.id)} onToggle={toggle} elsewhere />
                {isOpen(run.id) && <RunDetails run={run} />}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}
