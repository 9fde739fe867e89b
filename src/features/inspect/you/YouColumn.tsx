/** One run's list for you, and how it came to it. */
import { memo, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { formatDuration } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { Spinner } from '@/components/Spinner';
import type { Item } from '@/data/types';
import type { Run } from '@/state/runTypes';
import type { Recommendation } from '@/worker/protocol';
import { movements } from '../../train/movement';
import { RunChoice } from '../RunChoice';
import { FilmRow } from './FilmRow';
import { useMadeUpList } from './useMadeUpList';
import styles from './YouColumn.module.css';

export interface YouColumnProps {
  run: Run;
  /** runs without a column, to show instead */
  others: Run[];
  items: Item[];
  /** liked, in the order they were seen */
  films: readonly number[];
  marked: number | null;
  /** the same function at each render */
  onMark: (runId: string, itemIndex: number) => void;
  /** told when the list of these films stands here */
  onAnswered: (runId: string, films: readonly number[]) => void;
  onReplace: (runId: string) => void;
  /** null for the last column */
  onClose: (() => void) | null;
}

const LENGTH = 10;

export function YouColumn(props: YouColumnProps) {
  const { run, others, items, films, marked, onMark, onAnswered, onReplace, onClose } = props;
  const { t } = useTranslation('you');
  const { answer, before, error, asking, isCurrent, canBeAsked } = useMadeUpList(run, films, LENGTH);
  useEffect(() => {
    if (isCurrent) onAnswered(run.id, films);
  }, [isCurrent, onAnswered, run.id, films]);
  const { model } = run.request;
  return (
    <section
      className={styles.column}
      aria-label={run.label}
      data-testid="you-column"
      data-run-id={run.id}
      data-model={model}
    >
      <RunChoice run={run} others={others} onReplace={onReplace} onClose={onClose}>
        <HelpTip label={t('how.label', { model: run.label })}>
          <p>{t(`how.help.${model}`)}</p>
        </HelpTip>
      </RunChoice>
      <p className={styles.how}>
        <span>{t(`how.short.${model}`)}</span>
        {answer !== null && (
          <span className={styles.time} data-testid="you-waited" data-ms={answer.waitedMs} title={t('how.time')}>
            {formatDuration(answer.elapsedMs)}
          </span>
        )}
      </p>
      {error !== null ? (
        <p className={styles.waiting}>{error.code === 'cancelled' ? t('moved') : error.message}</p>
      ) : answer === null ? (
        <div className={styles.waiting}>{canBeAsked ? <Spinner /> : t('noWeights')}</div>
      ) : (
        <ol
          className={cx(styles.list, asking && styles.asking)}
          data-answered={isCurrent && !asking}
          data-testid="you-list"
        >
          <Films runId={run.id} list={answer.list} before={before} items={items} marked={marked} onMark={onMark} />
        </ol>
      )}
    </section>
  );
}

type FilmsProps = Pick<YouColumnProps, 'items' | 'marked' | 'onMark'> & {
  runId: string;
  list: Recommendation[];
  before: number[] | null;
};

/** Drawn again when there is another list, not while one is asked for: with eight columns that is most of a change's time. */
const Films = memo(function Films({ runId, list, before, items, marked, onMark }: FilmsProps) {
  const moved = useMemo(
    () =>
      movements(
        list.map(({ itemIndex }) => itemIndex),
        before,
      ),
    [list, before],
  );
  return list.map(({ itemIndex }, place) => (
    <FilmRow
      key={itemIndex}
      item={items[itemIndex]}
      itemIndex={itemIndex}
      rank={place + 1}
      movement={moved[place]}
      isMarked={marked === itemIndex}
      onMark={() => onMark(runId, itemIndex)}
    />
  ));
});
