/** What one run would have shown the user at an epoch, and how that moved since the state before. */
import { X } from 'lucide-react';
import { type ReactNode, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatList } from '@/components/format';
import { IconButton } from '@/components/IconButton';
import { ModelSwatch } from '@/components/ModelSwatch';
import { Select } from '@/components/Select';
import { Spinner } from '@/components/Spinner';
import { Tag } from '@/components/Tag';
import type { Item } from '@/data/types';
import { hasEnded, type Run } from '@/state/runTypes';
import type { RunSnapshots } from '@/train/snapshots/types';
import { MovementMark } from '../../train/MovementMark';
import { movements } from '../../train/movement';
import { hasWeights } from '../chosenRuns';
import { FilmButton } from '../FilmButton';
import styles from './EpochColumn.module.css';
import { bestEpochOf } from './ranksCsv';
import { snapshotAt, type UserState, userState } from './readSnapshots';
import { useSlides } from './useSlides';
import { useOnlyState } from './useSnapshots';

export interface EpochColumnProps {
  run: Run;
  /** runs without a column, to show instead */
  others: Run[];
  /** undefined while they are asked for, null where none were kept */
  snapshots: RunSnapshots | null | undefined;
  epoch: number;
  userIndex: number;
  items: Item[];
  followed: number | null;
  onFollow: (item: number | null) => void;
  onReplace: (runId: string) => void;
  /** null for the last column */
  onClose: (() => void) | null;
}

/** More held-out films than this below the list are counted, not listed. */
const MAX_FURTHER_DOWN = 4;

export function EpochColumn(props: EpochColumnProps) {
  const { run, others, snapshots, epoch, userIndex, onReplace, onClose } = props;
  const { t } = useTranslation('epochs');
  const only = useOnlyState(run.neural ? null : run, userIndex);
  const shown = snapshots ? snapshotAt(snapshots, epoch) : null;
  const state = useMemo(
    () => (snapshots && shown ? userState(snapshots, shown, userIndex) : null),
    [snapshots, shown, userIndex],
  );
  const before = useMemo(() => {
    const earlier = shown && snapshots?.epochs.findLast((other) => other.epoch < shown.epoch);
    return snapshots && earlier ? userState(snapshots, earlier, userIndex) : null;
  }, [snapshots, shown, userIndex]);

  const say = (text: string): ReactNode => <p className={styles.waiting}>{text}</p>;
  const content = () => {
    if (!run.neural) {
      if (run.finished === null) return say(t('column.notFitted'));
      if (only.error !== null) return say(t('column.nothingHeldOut'));
      return only.value === null ? <Spinner /> : <StateList {...props} state={only.value} before={null} />;
    }
    if (snapshots === undefined) return <Spinner />;
    if (snapshots === null) return say(t(hasWeights(run) || hasEnded(run.status) ? 'column.none' : 'column.notBegun'));
    if (state === null) return say(t('column.notWatched'));
    return <StateList {...props} state={state} before={before} />;
  };

  return (
    <section
      className={styles.column}
      aria-label={run.label}
      data-testid="epoch-column"
      data-run-id={run.id}
      data-epoch={run.neural ? shown?.epoch : undefined}
    >
      <header className={styles.header}>
        <ModelSwatch model={run.request.model} />
        <Select
          className={styles.select}
          label={t('column.choose')}
          hideLabel
          size="sm"
          value={run.id}
          options={[run, ...others].map(({ id, label }) => ({ value: id, label }))}
          onChange={onReplace}
        />
        {onClose !== null && (
          <IconButton size="sm" label={t('column.close', { label: run.label })} icon={X} onClick={onClose} />
        )}
      </header>
      <p className={styles.state}>
        {!run.neural ? (
          <Tag tone="neutral">{t('column.oneState')}</Tag>
        ) : (
          shown && (
            <>
              <Tag tone={shown.epoch === 0 ? 'warn' : 'accent'}>
                {shown.epoch === 0 ? t('column.untrained') : t('column.after', { epoch: formatCount(shown.epoch) })}
              </Tag>
              {shown.epoch === bestEpochOf(run) && <Tag tone="ok">{t('column.best')}</Tag>}
            </>
          )
        )}
      </p>
      {content()}
    </section>
  );
}

function StateList(props: EpochColumnProps & { state: UserState; before: UserState | null }) {
  const { run, state, before, items, followed, onFollow } = props;
  const { t } = useTranslation('epochs');
  const list = useRef<HTMLOListElement>(null);
  useSlides(list, state);
  const films = state.list.map(({ itemIndex }) => itemIndex);
  const moved = movements(films, before?.list.map(({ itemIndex }) => itemIndex) ?? null);
  const left = before?.list.map(({ itemIndex }) => itemIndex).filter((item) => !films.includes(item)) ?? [];
  const further = [...state.ranks].filter(([item]) => !films.includes(item)).sort((a, b) => a[1] - b[1]);
  const row = (item: number, rank: number, ring: 'solid' | 'dashed' | null, mark: ReactNode) => (
    <FilmButton
      key={item}
      item={items[item]}
      itemIndex={item}
      rank={rank}
      ring={ring}
      isMarked={followed === item}
      onClick={() => onFollow(followed === item ? null : item)}
      data-testid={ring === 'dashed' ? 'epoch-further' : 'epoch-film'}
      data-rank={rank}
      data-held-out={ring !== null}
    >
      {mark}
    </FilmButton>
  );
  return (
    <>
      <ol className={styles.list} ref={list}>
        {state.list.map(({ itemIndex }, place) =>
          row(
            itemIndex,
            place + 1,
            state.ranks.has(itemIndex) ? 'solid' : null,
            before !== null ? (
              <span className={styles.movement}>
                <MovementMark movement={moved[place]} />
              </span>
            ) : null,
          ),
        )}
      </ol>
      {run.neural && (
        <p className={styles.note} data-testid="epoch-left">
          {before === null
            ? t('column.first')
            : left.length === 0
              ? t('column.nobodyLeft', { epoch: formatCount(before.epoch) })
              : t('column.left', {
                  epoch: formatCount(before.epoch),
                  films: formatList(left.map((item) => items[item].title)),
                })}
        </p>
      )}
      {further.length > 0 && (
        <>
          <p className={styles.label}>{t('column.further')}</p>
          <ol className={styles.list}>
            {further.slice(0, MAX_FURTHER_DOWN).map(([item, rank]) => row(item, rank, 'dashed', null))}
          </ol>
          {further.length > MAX_FURTHER_DOWN && (
            <p className={styles.label}>
              {t('column.evenFurther', {
                count: further.length - MAX_FURTHER_DOWN,
                rank: formatCount(further[further.length - 1][1]),
              })}
            </p>
          )}
        </>
      )}
    </>
  );
}
