/** What one run expects after the films so far, and where the film stands that really came next. */
import { Grid3x3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { formatCount, formatDuration } from '@/components/format';
import { IconButton } from '@/components/IconButton';
import { Spinner } from '@/components/Spinner';
import type { Item } from '@/data/types';
import type { Run } from '@/state/runTypes';
import { movements } from '../../train/movement';
import { type OwnSequence, seeAttention } from '../attention/attentionSettings';
import { RunChoice } from '../RunChoice';
import { RunStateTag } from '../RunStateTag';
import { FilmRow } from '../you/FilmRow';
import { useMadeUpList } from '../you/useMadeUpList';
import styles from './NextView.module.css';

export interface NextColumnProps {
  run: Run;
  /** runs without a column, to show instead */
  others: Run[];
  items: Item[];
  /** that the run reads, oldest first */
  films: readonly number[];
  /** what the user saw after them, the next one first */
  later: readonly number[];
  /** the order is not what happened */
  isChanged: boolean;
  /** the films as a sequence of one's own; null for the user's whole history */
  own: OwnSequence | null;
  marked: number | null;
  onMark: (itemIndex: number) => void;
  onReplace: (runId: string) => void;
  /** null for the last column */
  onClose: (() => void) | null;
}

const SHOWN = 10;
/** So far down the list it is said where a film stands. */
const MOST_RANKED = 500;

export function NextColumn(props: NextColumnProps) {
  const { run, others, items, films, later, isChanged, own, marked, onMark, onReplace, onClose } = props;
  const { t } = useTranslation('you');
  const { answer, before, error, asking, isCurrent, canBeAsked } = useMadeUpList(run, films, MOST_RANKED);
  const ranked = answer?.list.map(({ itemIndex }) => itemIndex) ?? [];
  const list = ranked.slice(0, SHOWN);
  // Where a film was before, beyond the ten too: so that the mark says how far it came.
  const moved = movements(list, before);
  const next = isChanged ? null : (later[0] ?? null);
  const rankOfNext = next === null ? -1 : ranked.indexOf(next);
  return (
    <section
      className={styles.column}
      aria-label={run.label}
      data-testid="next-column"
      data-run-id={run.id}
      data-model={run.request.model}
    >
      <RunChoice run={run} others={others} label={t('next.run')} onReplace={onReplace} onClose={onClose}>
        <RunStateTag run={run} />
        {run.request.model === 'sasrec' && (
          <IconButton
            size="sm"
            icon={Grid3x3}
            label={t('next.seeAttention')}
            onClick={() => seeAttention(run.id, own)}
            data-testid="see-attention"
          />
        )}
        {answer !== null && (
          <span className={styles.time} title={t('how.time')}>
            {formatDuration(answer.elapsedMs)}
          </span>
        )}
      </RunChoice>
      {error !== null ? (
        <p className={styles.muted}>{error.code === 'cancelled' ? t('moved') : error.message}</p>
      ) : answer === null ? (
        <div className={styles.waiting}>{canBeAsked ? <Spinner /> : t('noWeights')}</div>
      ) : (
        <>
          <p className={styles.note} data-testid="next-truth">
            {next === null
              ? t(isChanged ? 'next.changed' : 'next.noLater')
              : rankOfNext < 0
                ? t('next.farther', { title: items[next].title, number: formatCount(MOST_RANKED) })
                : t('next.truth', { title: items[next].title, rank: formatCount(rankOfNext + 1) })}
          </p>
          <ol
            className={cx(styles.list, asking && styles.asking)}
            data-testid="next-list"
            data-answered={isCurrent && !asking}
          >
            {list.map((film, place) => (
              <FilmRow
                key={film}
                item={items[film]}
                itemIndex={film}
                rank={place + 1}
                movement={moved[place]}
                isRinged={later.includes(film)}
                isMarked={marked === film}
                onMark={() => onMark(film)}
              />
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
