/** What one user would be shown, epoch by epoch: films move in and out while a model learns. */
import { Shuffle } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { cx } from '@/components/cx';
import { formatCount } from '@/components/format';
import { IconButton } from '@/components/IconButton';
import { ModelSwatch } from '@/components/ModelSwatch';
import type { DatasetSummary } from '@/data/types';
import { useChosenUser } from '@/state/chosenUser';
import { useDataset } from '@/state/dataset';
import { heldOutItems } from '@/state/heldOut';
import { useRuns } from '@/state/runs';
import { isOnData } from '@/state/runTypes';
import { useAnswer } from '@/state/useAnswer';
import styles from './LiveListCard.module.css';
import { MovementMark } from './MovementMark';
import { useLiveList } from './useLiveList';

export function LiveListCard({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation('train');
  const run = useRuns((state) => state.runs.find((candidate) => candidate.id === state.activeRunId) ?? null);
  const items = useDataset((state) => state.items);
  const { userIndex, choose } = useChosenUser();
  const list = useLiveList(run && isOnData(run, summary.key) ? run : null, userIndex);
  const { value: history } = useAnswer(
    (client) => client.userHistory(summary.key, userIndex),
    [summary.key, userIndex],
  );
  const { value: popularity } = useAnswer((client) => client.popularity(summary.key), [summary.key]);
  const heldOut = new Set(run !== null && history?.userIndex === userIndex ? heldOutItems(run, history) : []);
  const mostPopular = useMemo(() => popularity?.reduce((most, count) => Math.max(most, count), 0) ?? 0, [popularity]);

  return (
    <Card
      className={styles.card}
      title={t('live.title')}
      actions={
        <>
          <span className={styles.user}>{t('live.user', { id: history?.userId ?? '' })}</span>
          <IconButton
            size="sm"
            label={t('live.another')}
            icon={Shuffle}
            onClick={() => choose(Math.floor(Math.random() * summary.after.users))}
          />
        </>
      }
    >
      {list === null || items === null || run === null ? (
        <p className={styles.waiting}>{t('live.waiting')}</p>
      ) : (
        <>
          <p className={styles.source}>
            <ModelSwatch model={run.request.model} />
            <span>
              {list.epoch === 0
                ? t('live.untrained', { label: run.label })
                : t('live.atEpoch', { label: run.label, epoch: list.epoch })}
            </span>
            <span className={styles.columns}>{t(list.epoch === 0 ? 'live.popularityColumn' : 'live.columns')}</span>
          </p>
          <ol className={styles.list} data-testid="live-list">
            {list.items.map((itemIndex, rank) => {
              const share = mostPopular > 0 && popularity !== null ? popularity[itemIndex] / mostPopular : 0;
              return (
                <li
                  key={itemIndex}
                  className={cx(styles.row, heldOut.has(itemIndex) && styles.heldOut)}
                  data-held-out={heldOut.has(itemIndex)}
                >
                  <span className={styles.rank}>{rank + 1}</span>
                  <span className={styles.name} title={items[itemIndex].title}>
                    {items[itemIndex].title}
                  </span>
                  <span
                    className={styles.popularity}
                    title={t('live.popularity', { number: formatCount(popularity?.[itemIndex] ?? 0) })}
                  >
                    <span style={{ width: `${Math.max(4, 100 * share)}%` }} />
                  </span>
                  <span className={styles.movement}>
                    <MovementMark movement={list.movements[rank]} />
                  </span>
                </li>
              );
            })}
          </ol>
          {heldOut.size > 0 && (
            <p className={styles.legend}>
              <span className={styles.ringKey} aria-hidden />
              {t(run.finished === null ? 'live.heldOutValid' : 'live.heldOut')}
            </p>
          )}
        </>
      )}
    </Card>
  );
}
