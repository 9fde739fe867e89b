import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { formatDate } from '@/components/format';
import { Segmented } from '@/components/Segmented';
import type { DatasetSummary } from '@/data/types';
import { getClient } from '@/state/client';
import { type HistoryTick, historyTicks, someUsers } from './historyTicks';
import styles from './SplitPicture.module.css';

const NUM_USERS = 8;
const WIDTH = 800;
const ROW = 20;
const TICK = 13;
const MAX_STEP = 8;

type Axis = 'order' | 'date';

interface UserRow {
  userId: string;
  ticks: HistoryTick[];
}

/** What the split does to a few real users: each rating a tick, coloured by the part that it is in. */
export function SplitPicture({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation('data');
  // One date for everyone is seen on the calendar, everything else in each user's own order, unless somebody chooses.
  const [chosen, setAxis] = useState<Axis | null>(null);
  const axis = chosen ?? (summary.settings.split === 'global-time' ? 'date' : 'order');
  const rows = useSomeHistories(summary);
  const { timeRange, timeCuts } = summary;
  const byDate = axis === 'date' && timeRange !== null;
  const longest = Math.max(1, ...rows.map(({ ticks }) => ticks.length));
  const step = Math.min(MAX_STEP, WIDTH / longest);
  const x = ({ time }: Pick<HistoryTick, 'time'>, index: number) =>
    byDate
      ? (WIDTH * ((time ?? timeRange.from) - timeRange.from)) / Math.max(1, timeRange.to - timeRange.from)
      : (index + 0.5) * step;
  const height = NUM_USERS * ROW;
  const cuts = byDate ? [timeCuts?.validation, timeCuts?.test].filter((cut) => typeof cut === 'number') : [];

  return (
    <figure className={styles.figure} data-testid="split-picture">
      <div className={styles.header}>
        <figcaption>
          <h3 className={styles.title}>{t('picture.title')}</h3>
          <div className={styles.sub}>
            {t(byDate ? 'picture.byDate' : timeRange ? 'picture.byOrder' : 'picture.byPart')}
          </div>
        </figcaption>
        {timeRange && (
          <Segmented
            size="sm"
            label={t('picture.axis')}
            value={axis}
            options={[
              { value: 'order', label: t('picture.order') },
              { value: 'date', label: t('picture.date') },
            ]}
            onChange={setAxis}
          />
        )}
      </div>
      <div className={styles.chart} aria-hidden="true">
        <div className={styles.names}>
          {rows.map(({ userId }) => (
            <span key={userId} title={userId}>
              {t('picture.user', { id: userId })}
            </span>
          ))}
        </div>
        <svg viewBox={`0 0 ${WIDTH} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          {cuts.map((cut) => (
            <line
              key={cut}
              x1={x({ time: cut }, 0)}
              x2={x({ time: cut }, 0)}
              y1={0}
              y2={height}
              className={styles.cut}
            />
          ))}
          {rows.map(({ userId, ticks }, row) => (
            <g key={userId}>
              <line x1={0} x2={WIDTH} y1={(row + 1) * ROW - 1} y2={(row + 1) * ROW - 1} className={styles.base} />
              {(['train', 'valid', 'test'] as const).map((part) => (
                <path
                  key={part}
                  className={cx(styles.ticks, styles[part])}
                  strokeWidth={byDate ? 2 : Math.max(1, step * 0.7)}
                  d={ticks
                    .map((tick, index) =>
                      tick.part === part ? `M${x(tick, index).toFixed(1)} ${(row + 1) * ROW - 1}v-${TICK}` : '',
                    )
                    .join('')}
                />
              ))}
            </g>
          ))}
        </svg>
      </div>
      <div className={styles.ends} aria-hidden="true">
        <span>{byDate ? formatDate(timeRange.from) : t('picture.first')}</span>
        <span>{byDate ? formatDate(timeRange.to) : t('picture.later')}</span>
      </div>
    </figure>
  );
}

/** The old rows stay until the new ones are there. */
function useSomeHistories({ key, after }: DatasetSummary): UserRow[] {
  const [rows, setRows] = useState<UserRow[]>([]);
  useEffect(() => {
    let current = true;
    getClient()
      .then((client) => Promise.all(someUsers(after.users, NUM_USERS).map((user) => client.userHistory(key, user))))
      .then(
        (histories) =>
          current && setRows(histories.map((history) => ({ userId: history.userId, ticks: historyTicks(history) }))),
        // The picture is an extra: the block stands without it.
        () => {},
      );
    return () => {
      current = false;
    };
  }, [key, after.users]);
  return rows;
}
