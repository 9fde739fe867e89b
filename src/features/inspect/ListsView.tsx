/** One user's past, and what each run would show that user, side by side. */
import { Flame, Plus, Shuffle } from 'lucide-react';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { Segmented } from '@/components/Segmented';
import { Spinner } from '@/components/Spinner';
import { Toggle } from '@/components/Toggle';
import { View, ViewBar } from '@/components/View';
import { useChosenUser } from '@/state/chosenUser';
import { useRuns } from '@/state/runs';
import { isOnData } from '@/state/runTypes';
import { useAnswer } from '@/state/useAnswer';
import { chosenRuns, MAX_COLUMNS } from './chosenRuns';
import { GenreCard } from './GenreCard';
import { HistoryCard } from './HistoryCard';
import { InspectColumn } from './InspectColumn';
import styles from './InspectPlace.module.css';
import { ListConnectors } from './ListConnectors';
import { OverlapCard } from './OverlapCard';
import { RingLegend } from './RingLegend';
import { useHardUsers } from './useHardUsers';
import type { InspectViewProps } from './views';
import { useEscape } from './why/useEscape';
import { WhyDrawer } from './why/WhyDrawer';
import { WorkedMetric } from './worked/WorkedMetric';

// The combo box brings its own library: only those who come here wait for it.
const UserSearch = lazy(() => import('./UserSearch'));

const LENGTHS = ['5', '10', '20'] as const;

export function ListsView({ summary, items, tabs }: InspectViewProps) {
  const { t } = useTranslation('inspect');
  const allRuns = useRuns((state) => state.runs);
  const { userIndex, choose } = useChosenUser();
  const [wanted, setWanted] = useState<string[] | null>(null);
  const [length, setLength] = useState<(typeof LENGTHS)[number]>('10');
  const [excludeSeen, setExcludeSeen] = useState(true);
  const [marked, setMarked] = useState<number | null>(null);
  const [explained, setExplained] = useState<{ runId: string; itemIndex: number } | null>(null);
  const [lists, setLists] = useState<Record<string, number[] | null>>({});
  const grid = useRef<HTMLDivElement>(null);

  const runs = useMemo(() => allRuns.filter((run) => isOnData(run, summary.key)), [allRuns, summary.key]);
  const columns = chosenRuns(runs, wanted);
  const notShown = runs.filter((run) => !columns.includes(run));
  const setColumns = (ids: string[]) => setWanted(ids);
  const { value: history, error } = useAnswer(
    (client) => client.userHistory(summary.key, userIndex),
    [summary.key, userIndex],
  );
  const { value: popularity } = useAnswer((client) => client.popularity(summary.key), [summary.key]);
  const current = history?.userIndex === userIndex ? history : null;
  const hard = useHardUsers(columns, summary.after.users);

  const onList = useCallback((runId: string, list: number[] | null) => {
    setLists((before) => ({ ...before, [runId]: list }));
  }, []);
  const columnIds = columns.map(({ id }) => id).join(' ');
  const columnLists = useMemo(
    () => columnIds.split(' ').map((runId) => ({ runId, list: lists[runId] ?? null })),
    [columnIds, lists],
  );
  const answered = columns.flatMap((run) => {
    const list = lists[run.id];
    return list ? [{ run, list }] : [];
  });
  const explainedRun = columns.find((run) => run.id === explained?.runId);

  const close = useCallback(() => {
    setExplained((before) => {
      // back to the row that opened it
      if (before !== null) {
        const column = document.querySelector(
          `[data-testid="inspect-column"][data-run-id="${CSS.escape(before.runId)}"]`,
        );
        column?.querySelector<HTMLElement>(`button[data-item-index="${before.itemIndex}"]`)?.focus();
      }
      return null;
    });
    setMarked(null);
  }, []);
  useEscape(explained !== null, close);

  return (
    <View>
      <ViewBar>
        {tabs}
        <Suspense fallback={<Spinner />}>
          <UserSearch datasetKey={summary.key} userId={current?.userId ?? ''} onChoose={choose} />
        </Suspense>
        <Button
          variant="secondary"
          icon={Shuffle}
          onClick={() => choose(Math.floor(Math.random() * summary.after.users))}
          data-testid="inspect-random"
        >
          {t('bar.random')}
        </Button>
        <Button
          variant="secondary"
          icon={Flame}
          disabled={hard.state !== 'ready'}
          title={t(hard.state === 'tooFew' ? 'bar.hardTooFew' : 'bar.hardHelp')}
          onClick={() =>
            hard.next().then(
              (user) => user !== null && choose(user),
              () => {},
            )
          }
          data-testid="inspect-hard"
        >
          {t('bar.hard')}
        </Button>
        <div className={styles.options}>
          <span data-testid="exclude-seen">
            <Toggle label={t('bar.hideSeen')} checked={excludeSeen} onChange={setExcludeSeen} />
          </span>
          <Segmented
            label={t('bar.length')}
            options={LENGTHS.map((value) => ({ value, label: t('bar.top', { k: value }) }))}
            value={length}
            onChange={setLength}
          />
        </div>
      </ViewBar>
      {current === null ? (
        <Card centred>{error === null ? <Spinner /> : <p>{error.message}</p>}</Card>
      ) : (
        <div className={styles.besides}>
          <div className={styles.main}>
            <HistoryCard
              history={current}
              items={items}
              summary={summary}
              marked={marked}
              onMark={setMarked}
              note={hard.found?.userIndex === userIndex ? hard.found : null}
            />
            <Card
              className={styles.lists}
              title={t('lists.title', { k: length })}
              subtitle={t('lists.subtitle')}
              actions={
                <>
                  <RingLegend>
                    {t(columns.every((run) => run.finished !== null) ? 'lists.heldOut' : 'lists.heldOutBoth')}
                  </RingLegend>
                  <span className={styles.legend}>
                    <span className={styles.bars} aria-hidden />
                    {t('lists.popularity')}
                  </span>
                  {notShown.length > 0 && columns.length < MAX_COLUMNS && (
                    <Button
                      variant="secondary"
                      size="sm"
                      icon={Plus}
                      onClick={() => setColumns([...columns.map((run) => run.id), notShown[notShown.length - 1].id])}
                      data-testid="add-column"
                    >
                      {t('lists.addColumn')}
                    </Button>
                  )}
                </>
              }
            >
              <div
                ref={grid}
                className={styles.columns}
                style={{ '--columns': Math.max(columns.length, 3) } as React.CSSProperties}
              >
                {columns.map((run, position) => (
                  <InspectColumn
                    key={run.id}
                    run={run}
                    others={notShown}
                    items={items}
                    history={current}
                    popularity={popularity}
                    length={Number(length)}
                    excludeSeen={excludeSeen}
                    marked={marked}
                    onMark={(item) => {
                      if (explained?.runId === run.id && explained.itemIndex === item) {
                        close();
                      } else {
                        setMarked(item);
                        setExplained({ runId: run.id, itemIndex: item });
                      }
                    }}
                    onList={onList}
                    onReplace={(id) =>
                      setColumns(columns.map((column, index) => (index === position ? id : column.id)))
                    }
                    onClose={
                      columns.length > 1
                        ? () => setColumns(columns.filter((column) => column !== run).map((column) => column.id))
                        : null
                    }
                  />
                ))}
                <ListConnectors grid={grid} lists={columnLists} marked={marked} />
              </div>
            </Card>
            {answered.length > 0 && (
              <div className={styles.pair}>
                {answered.length > 1 && <OverlapCard lists={answered} />}
                <GenreCard
                  items={items}
                  history={[...current.train, ...current.valid].map(({ itemIndex }) => itemIndex)}
                  lists={answered}
                />
              </div>
            )}
            <WorkedMetric runs={columns} userIndex={userIndex} items={items} />
          </div>
          {explained !== null && explainedRun !== undefined && (
            // Its texts come when it is first opened: the lists stay meanwhile.
            <Suspense fallback={null}>
              <WhyDrawer
                run={explainedRun}
                of={{ user: userIndex }}
                itemIndex={explained.itemIndex}
                items={items}
                onClose={close}
              />
            </Suspense>
          )}
        </div>
      )}
    </View>
  );
}
