/** What one run would show the user: the list, held-out films ringed, and where the other held-out ones are. */
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/components/format';
import { IconButton } from '@/components/IconButton';
import { ModelSwatch } from '@/components/ModelSwatch';
import { Select } from '@/components/Select';
import { Spinner } from '@/components/Spinner';
import type { Item } from '@/data/types';
import { heldOutItems, heldOutPart } from '@/state/heldOut';
import type { Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import type { UserHistory } from '@/worker/protocol';
import { hasWeights } from './chosenRuns';
import styles from './InspectColumn.module.css';
import { RecommendationRow } from './RecommendationRow';
import { RunStateTag } from './RunStateTag';

export interface InspectColumnProps {
  run: Run;
  /** runs without a column, to show instead */
  others: Run[];
  items: Item[];
  history: UserHistory;
  /** null until it is there */
  popularity: Int32Array | null;
  length: number;
  excludeSeen: boolean;
  marked: number | null;
  onMark: (itemIndex: number) => void;
  /** told what the list is, whenever there is a new one; null while there is none of this user */
  onList: (runId: string, list: number[] | null) => void;
  onReplace: (runId: string) => void;
  /** null for the last column */
  onClose: (() => void) | null;
}

/** More held-out films than this below the list are counted, not listed. */
const MAX_FURTHER_DOWN = 5;

export function InspectColumn(props: InspectColumnProps) {
  const { run, others, items, history, popularity, length, excludeSeen, marked, onMark, onList, onReplace, onClose } =
    props;
  const { t } = useTranslation('inspect');
  const heldOut = heldOutItems(run, history);
  const part = heldOutPart(run);
  const { userIndex } = history;
  const canBeAsked = hasWeights(run) && run.status !== 'failed';
  // A list of a run in training is asked for again at the end of each epoch.
  const epoch = run.history[run.history.length - 1]?.epoch ?? 0;
  const { value, error, asking } = useAnswer(
    canBeAsked
      ? async (client) => {
          const [list] = unwrap(await client.recommend(run.id, [userIndex], { k: length, excludeSeen }));
          const ranks = heldOut.length === 0 ? [] : unwrap(await client.ranks(run.id, userIndex, heldOut));
          return { userIndex, list, ranks: new Map(heldOut.map((item, index) => [item, ranks[index]])) };
        }
      : null,
    [run.id, canBeAsked, epoch, run.finished === null, userIndex, length, excludeSeen],
  );
  const answer = value?.userIndex === userIndex ? value : null;
  useEffect(() => {
    onList(run.id, answer?.list.map(({ itemIndex }) => itemIndex) ?? null);
  }, [onList, run.id, answer]);
  const listed = new Set(answer?.list.map(({ itemIndex }) => itemIndex));
  const further = heldOut
    .filter((item) => answer !== null && !listed.has(item))
    .map((item) => ({ item, rank: answer?.ranks.get(item) ?? 0 }))
    .sort((a, b) => a.rank - b.rank);
  const numFound = heldOut.length - further.length;
  const known = new Set(
    [...history.train, ...(part === 'valid' ? [] : history.valid)].map(({ itemIndex }) => itemIndex),
  );
  const mostPopular = popularity?.reduce((most, count) => Math.max(most, count), 0) ?? 0;

  const row = (item: number, rank: number, score: number | null, isFurther: boolean) => (
    <RecommendationRow
      key={item}
      item={items[item]}
      itemIndex={item}
      rank={rank}
      score={score}
      popularity={popularity?.[item] ?? 0}
      popularityShare={popularity !== null && mostPopular > 0 ? popularity[item] / mostPopular : 0}
      isHeldOut={heldOut.includes(item)}
      isSeen={known.has(item)}
      isFurther={isFurther}
      isMarked={marked === item}
      onMark={() => onMark(item)}
    />
  );

  return (
    <section className={styles.column} aria-label={run.label} data-testid="inspect-column" data-run-id={run.id}>
      <header className={styles.header}>
        <ModelSwatch model={run.request.model} />
        <Select
          className={styles.select}
          label={t('column.choose')}
          hideLabel
          size="sm"
          value={run.id}
          options={[run, ...others].map((other) => ({ value: other.id, label: other.label }))}
          onChange={onReplace}
        />
        <RunStateTag run={run} />
        {onClose !== null && (
          <IconButton size="sm" label={t('column.close', { label: run.label })} icon={X} onClick={onClose} />
        )}
      </header>
      {answer === null ? (
        <div className={styles.waiting}>
          {!canBeAsked ? (
            t(run.status === 'failed' ? 'column.failed' : 'column.noWeights')
          ) : error !== null ? (
            error.message
          ) : (
            <Spinner />
          )}
        </div>
      ) : (
        <div className={asking ? styles.asking : undefined}>
          <p className={styles.found}>
            {heldOut.length === 0
              ? t(part === 'test' ? 'column.nothingHeldOut' : 'column.nothingYet')
              : t(part === 'test' ? 'column.found' : 'column.foundValid', {
                  found: formatCount(numFound),
                  count: heldOut.length,
                  number: formatCount(heldOut.length),
                })}
          </p>
          <ol className={styles.list}>
            {answer.list.map(({ itemIndex, score }, index) => row(itemIndex, index + 1, score, false))}
          </ol>
          {further.length > 0 && (
            <>
              <p className={styles.further}>{t('column.further')}</p>
              <ol className={styles.list}>
                {further.slice(0, MAX_FURTHER_DOWN).map(({ item, rank }) => row(item, rank, null, true))}
              </ol>
              {further.length > MAX_FURTHER_DOWN && (
                <p className={styles.further}>
                  {t('column.evenFurther', {
                    count: further.length - MAX_FURTHER_DOWN,
                    rank: formatCount(further[further.length - 1].rank),
                  })}
                </p>
              )}
            </>
          )}
        </div>
      )}
    </section>
  );
}
