import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { formatCount, formatDuration, formatMetric, formatTime } from '@/components/format';
import type { MetricKey } from '@/eval/types';
import { useRuns } from '@/state/runs';
import type { LogEntry } from '@/state/runTypes';
import styles from './LogCard.module.css';
import { useMetricName } from './useMetricName';

const SHOWN = 50;

/** What happened, newest first. */
export function LogCard() {
  const { t } = useTranslation(['train', 'errors']);
  const metricName = useMetricName();
  const log = useRuns((state) => state.log);
  const labels = useRuns(useShallow((state) => Object.fromEntries(state.runs.map((run) => [run.id, run.label]))));
  if (log.length === 0) {
    return null;
  }
  const text = ({ key, values }: LogEntry) =>
    t(key === 'stopped' && values.epoch === 0 ? 'log.stoppedFirst' : `log.${key}`, {
      ...values,
      ...('epoch' in values && { epoch: formatCount(Number(values.epoch)) }),
      ...('elapsedMs' in values && { time: formatDuration(Number(values.elapsedMs)) }),
      ...('metric' in values && {
        metric: metricName(values.metric as MetricKey),
        value: formatMetric(Number(values.value), 3),
      }),
      ...('code' in values && { title: t(`errors:${values.code}.title`) }),
      // A key of a newer worker is better shown as it is than not at all.
      defaultValue: key,
    });
  return (
    <details className={styles.log} open data-testid="log">
      <summary>{t('log.title')}</summary>
      <ol className={styles.lines}>
        {log
          .slice(-SHOWN)
          .toReversed()
          .map((entry) => {
            const label = labels[entry.runId ?? ''] ?? null;
            return (
              <li key={entry.id}>
                <time>{formatTime(entry.time)}</time>
                <span>{label === null ? text(entry) : t('log.ofRun', { label, text: text(entry) })}</span>
              </li>
            );
          })}
      </ol>
    </details>
  );
}
