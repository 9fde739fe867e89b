/** Next item: what a model that reads the order expects after any part of a user's history, or after another order. */
import { ChartLine, ListOrdered, Plus, RotateCcw, Shuffle } from 'lucide-react';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { formatCount } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { Slider } from '@/components/Slider';
import { Spinner } from '@/components/Spinner';
import { View, ViewBar } from '@/components/View';
import type { Item } from '@/data/types';
import type { ModelId } from '@/models/types';
import { useChosenUser } from '@/state/chosenUser';
import { useRuns } from '@/state/runs';
import { isOnData, type Run } from '@/state/runTypes';
import { goTo } from '@/state/ui';
import { useAnswer } from '@/state/useAnswer';
import type { UserHistory } from '@/worker/protocol';
import { hasWeights } from '../chosenRuns';
import { historyStrip } from '../historyStrip';
import { RingLegend } from '../RingLegend';
import { type Columns, useColumns } from '../useColumns';
import type { InspectViewProps } from '../views';
import { useEscape } from '../why/useEscape';
import { WhyDrawer } from '../why/WhyDrawer';
import { OrderedFilms } from '../you/OrderedFilms';
import { NextColumn } from './NextColumn';
import styles from './NextView.module.css';

const UserSearch = lazy(() => import('../UserSearch'));

/** Models that read the order, the one that reads all of it first. */
const ORDERED: ModelId[] = ['sasrec', 'markov'];

export default function NextView({ summary, items, tabs }: InspectViewProps) {
  const { t } = useTranslation(['you', 'inspect']);
  const { userIndex, choose } = useChosenUser();
  const allRuns = useRuns((state) => state.runs);
  const runs = useMemo(
    () =>
      ORDERED.flatMap((model) =>
        allRuns
          .filter(
            (run) =>
              run.request.model === model && isOnData(run, summary.key) && hasWeights(run) && run.status !== 'failed',
          )
          .toReversed(),
      ),
    [allRuns, summary.key],
  );
  const columns = useColumns(runs, firstOf);
  const { value } = useAnswer((client) => client.userHistory(summary.key, userIndex), [summary.key, userIndex]);
  const history = value?.userIndex === userIndex ? value : null;

  return (
    <View>
      <ViewBar>
        {tabs}
        <Suspense fallback={<Spinner />}>
          <UserSearch datasetKey={summary.key} userId={history?.userId ?? ''} onChoose={choose} />
        </Suspense>
        <Button
          variant="secondary"
          icon={Shuffle}
          onClick={() => choose(Math.floor(Math.random() * summary.after.users))}
        >
          {t('inspect:bar.random')}
        </Button>
      </ViewBar>
      {runs.length === 0 ? (
        <Card centred>
          <EmptyState
            icon={ListOrdered}
            title={t('you:next.noneTitle')}
            action={
              <Button variant="primary" icon={ChartLine} onClick={() => goTo('train')}>
                {t('inspect:empty.train')}
              </Button>
            }
          >
            {t('you:next.none')}
          </EmptyState>
        </Card>
      ) : history === null ? (
        <Card centred>
          <Spinner />
        </Card>
      ) : (
        <Sequence
          key={`${summary.key} ${userIndex}`}
          datasetKey={summary.key}
          columns={columns}
          history={history}
          items={items}
        />
      )}
    </View>
  );
}

/** One to begin with: the newest that reads all of the order. */
function firstOf(runs: readonly Run[]): Run[] {
  return runs.slice(0, 1);
}

function Sequence(props: { datasetKey: string; columns: Columns; history: UserHistory; items: Item[] }) {
  const { datasetKey, history, items } = props;
  const { columns, others, add, replace, close: closeColumn } = props.columns;
  const { t } = useTranslation('you');
  const strip = useMemo(() => historyStrip(history, Number.POSITIVE_INFINITY), [history]);
  const original = useMemo(() => strip.known.map(({ itemIndex }) => itemIndex), [strip]);
  const heldOut = useMemo(() => strip.heldOut.map(({ itemIndex }) => itemIndex), [strip]);
  const [films, setFilms] = useState(original);
  const [length, setLength] = useState(original.length);
  const [explained, setExplained] = useState<{ runId: string; itemIndex: number } | null>(null);
  const used = Math.min(length, films.length);
  const prefix = useMemo(() => films.slice(0, used), [films, used]);
  const isChanged = films.length !== original.length || films.some((film, place) => film !== original[place]);
  const isWhole = !isChanged && used === films.length;
  const isMoved = isChanged || used < films.length;
  const later = [...films.slice(used), ...heldOut];
  const explainedRun = prefix.length > 0 ? columns.find(({ id }) => id === explained?.runId) : undefined;
  const close = useCallback(() => {
    setExplained((before) => {
      // back to the film that opened it
      if (before !== null) {
        const column = document.querySelector(`[data-testid="next-column"][data-run-id="${CSS.escape(before.runId)}"]`);
        column?.querySelector<HTMLElement>(`button[data-item-index="${before.itemIndex}"]`)?.focus();
      }
      return null;
    });
  }, []);
  useEscape(explained !== null, close);

  return (
    <div className={styles.besides}>
      <Card
        className={styles.sequence}
        title={t('next.sequence', { id: history.userId })}
        actions={
          <>
            <HelpTip label={t('next.sequence', { id: history.userId })}>
              <p>{t('next.help')}</p>
            </HelpTip>
            {isChanged && (
              <Button
                variant="ghost"
                size="sm"
                icon={RotateCcw}
                onClick={() => setFilms(original)}
                data-testid="next-reset"
              >
                {t('next.reset')}
              </Button>
            )}
          </>
        }
      >
        {films.length > 1 && (
          <div className={styles.slider} data-testid="next-prefix">
            <Slider
              label={t('next.prefix', { length: formatCount(used), number: formatCount(films.length) })}
              value={used}
              min={1}
              max={films.length}
              step={1}
              onChange={(value) => setLength(Math.round(value))}
            />
          </div>
        )}
        <div className={styles.films}>
          <OrderedFilms
            label={t('next.sequence', { id: history.userId })}
            items={items}
            films={films}
            used={used}
            onChange={setFilms}
          />
        </div>
      </Card>
      <Card
        className={styles.answer}
        title={t('next.title')}
        subtitle={t(isMoved ? 'next.marks' : 'next.subtitle')}
        actions={
          <>
            <RingLegend>{t('next.ring')}</RingLegend>
            {add !== null && (
              <Button variant="secondary" size="sm" icon={Plus} onClick={add} data-testid="next-add">
                {t('next.add')}
              </Button>
            )}
          </>
        }
      >
        {films.length === 0 ? (
          <p className={styles.muted}>{t('next.empty')}</p>
        ) : (
          <div className={styles.columns}>
            {columns.map((run) => (
              <NextColumn
                key={run.id}
                run={run}
                others={others}
                items={items}
                films={prefix}
                later={later}
                isChanged={isChanged}
                own={isWhole ? null : { datasetKey, userIndex: history.userIndex, films: prefix }}
                marked={explained?.itemIndex ?? null}
                onMark={(itemIndex) =>
                  setExplained(
                    explained?.runId === run.id && explained.itemIndex === itemIndex
                      ? null
                      : { runId: run.id, itemIndex },
                  )
                }
                onReplace={(id) => replace(run, id)}
                onClose={closeColumn && (() => closeColumn(run))}
              />
            ))}
          </div>
        )}
      </Card>
      {explained !== null && explainedRun !== undefined && (
        // Its texts come when it is first opened: the lists stay meanwhile.
        <Suspense fallback={null}>
          <WhyDrawer
            run={explainedRun}
            of={{ items: prefix }}
            itemIndex={explained.itemIndex}
            items={items}
            onClose={close}
          />
        </Suspense>
      )}
    </div>
  );
}
