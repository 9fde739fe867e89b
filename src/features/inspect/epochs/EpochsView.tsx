/** Replays training: lists, ranks of held-out films and the map as they were at the ends of epochs. */
import { History, Plus, Shuffle } from 'lucide-react';
import { useLayoutEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { ErrorPanel } from '@/components/ErrorPanel';
import { formatCount } from '@/components/format';
import { Select } from '@/components/Select';
import { Spinner } from '@/components/Spinner';
import { View, ViewBar } from '@/components/View';
import { useChosenUser } from '@/state/chosenUser';
import { useRuns } from '@/state/runs';
import { isInTraining, isOnData } from '@/state/runTypes';
import { goTo } from '@/state/ui';
import { useAnswer } from '@/state/useAnswer';
import { useRowFacts } from '../../map/usePoints';
import { useMeasured } from '../../train/useMeasured';
import { chosenRuns, MAX_COLUMNS } from '../chosenRuns';
import { RingLegend } from '../RingLegend';
import type { InspectViewProps } from '../views';
import { EpochCharts } from './EpochCharts';
import { EpochColumn } from './EpochColumn';
import { EpochMap } from './EpochMap';
import styles from './EpochsView.module.css';
import { createPlayhead } from './playhead';
import { ReplayBar } from './ReplayBar';
import { stopsOf, watchedBy } from './readSnapshots';
import { useEpoch } from './usePlayhead';
import { useSnapshots } from './useSnapshots';

export default function EpochsView({ summary, items, tabs }: InspectViewProps) {
  const { t } = useTranslation('epochs');
  const allRuns = useRuns((state) => state.runs);
  const { userIndex: chosenUser, choose } = useChosenUser();
  const [wanted, setWanted] = useState<string[] | null>(null);
  const [followed, setFollowed] = useState<number | null>(null);
  const [isFollowing, setFollowing] = useState(true);
  const [playhead] = useState(createPlayhead);
  const epoch = useEpoch(playhead);

  // What is shown changes at the ends of epochs: between them nothing here is drawn again.
  const runs = useMeasured(useMemo(() => allRuns.filter((run) => isOnData(run, summary.key)), [allRuns, summary.key]));
  const columns = useMemo(() => chosenRuns(runs, wanted), [runs, wanted]);
  const notShown = runs.filter((run) => !columns.includes(run));
  const { value, error } = useSnapshots(columns);
  const kept = useMemo(() => columns.map((run) => value?.get(run.id) ?? null), [columns, value]);
  const pasts = useMemo(
    () => columns.flatMap((run, at) => (kept[at] ? [{ run, snapshots: kept[at] }] : [])),
    [columns, kept],
  );
  const stops = useMemo(() => stopsOf(kept), [kept]);
  const isTraining = columns.some(isInTraining);
  const last = stops[stops.length - 1];

  const facts = useRowFacts(summary.key, 'items', items, summary.after.users);
  const { value: users } = useAnswer(
    (client) => client.searchUsers(summary.key, '', summary.after.users),
    [summary.key, summary.after.users],
  );
  const userIdOf = (user: number) => users?.[user]?.userId ?? String(user);
  const watched = useMemo(() => watchedBy(kept), [kept]);
  const shown = watched.find((user) => user.userIndex === chosenUser) ?? watched[Math.floor(watched.length / 2)];
  const userIndex = shown?.userIndex ?? chosenUser;
  const heldOut = shown?.heldOut ?? NO_FILMS;

  // The newest state while a run trains and nobody looks back; the last one when somebody first comes to an ended run.
  // Before it is painted, so that nobody sees the first state flash by.
  useLayoutEffect(() => {
    const isFirst = playhead.get().epoch === 0 && playhead.get().position === 0;
    playhead.setStops(stops);
    if (last !== undefined && (isTraining ? isFollowing : isFirst && isFollowing)) {
      playhead.go(last);
      if (!isTraining) setFollowing(false);
    }
  }, [playhead, stops, last, isTraining, isFollowing]);

  return (
    <View testId="epochs-view">
      <ViewBar>
        {tabs}
        {shown !== undefined && (
          <>
            <Select
              className={styles.user}
              label={t('bar.user')}
              hideLabel
              value={String(userIndex)}
              options={watched.map((user) => ({
                value: String(user.userIndex),
                label: t('bar.userOption', {
                  id: userIdOf(user.userIndex),
                  films: formatCount(users?.[user.userIndex]?.numInteractions ?? 0),
                  count: users?.[user.userIndex]?.numInteractions ?? 0,
                }),
              }))}
              onChange={(user) => choose(Number(user))}
            />
            <Button
              variant="secondary"
              icon={Shuffle}
              onClick={() => choose(watched[Math.floor(Math.random() * watched.length)].userIndex)}
            >
              {t('bar.another')}
            </Button>
            {shown.userIndex !== chosenUser && (
              <span className={styles.note}>{t('bar.notWatched', { id: userIdOf(chosenUser) })}</span>
            )}
          </>
        )}
      </ViewBar>
      {error !== null ? (
        <ErrorPanel error={error} />
      ) : value === null ? (
        <Card centred>
          <Spinner />
        </Card>
      ) : (
        <>
          <div className={styles.top}>
            <Card
              title={t('lists.title')}
              subtitle={t('lists.subtitle')}
              actions={
                <>
                  <RingLegend>{t('lists.heldOut')}</RingLegend>
                  {notShown.length > 0 && columns.length < MAX_COLUMNS && (
                    <Button
                      variant="secondary"
                      size="sm"
                      icon={Plus}
                      onClick={() => setWanted([...columns, notShown[notShown.length - 1]].map(({ id }) => id))}
                      data-testid="epochs-add"
                    >
                      {t('lists.add')}
                    </Button>
                  )}
                </>
              }
            >
              <div className={styles.columns} style={{ '--columns': columns.length } as React.CSSProperties}>
                {columns.map((run, position) => (
                  <EpochColumn
                    key={run.id}
                    run={run}
                    others={notShown}
                    snapshots={value.get(run.id)}
                    epoch={epoch}
                    userIndex={userIndex}
                    items={items}
                    followed={followed}
                    onFollow={setFollowed}
                    onReplace={(id) => setWanted(columns.map((column, at) => (at === position ? id : column.id)))}
                    onClose={
                      columns.length > 1
                        ? () => setWanted(columns.filter((column) => column !== run).map(({ id }) => id))
                        : null
                    }
                  />
                ))}
              </div>
            </Card>
            {pasts.length > 0 && (
              <EpochMap
                playhead={playhead}
                pasts={pasts}
                items={items}
                facts={facts}
                followed={followed}
                onFollow={setFollowed}
                heldOut={heldOut}
              />
            )}
          </div>
          {pasts.length > 0 ? (
            <>
              <EpochCharts
                playhead={playhead}
                pasts={pasts}
                runs={columns}
                userIndex={userIndex}
                heldOut={heldOut}
                items={items}
                userIdOf={userIdOf}
                followed={followed}
                onFollow={setFollowed}
              />
              <ReplayBar
                playhead={playhead}
                stops={stops}
                runs={pasts.map(({ run }) => run)}
                following={isTraining ? isFollowing : null}
                onFollow={(on) => {
                  setFollowing(on);
                  if (on) playhead.go(last);
                }}
              />
            </>
          ) : (
            <Card>
              <EmptyState
                icon={History}
                title={t('none.title')}
                action={
                  <Button variant="primary" onClick={() => goTo('train')}>
                    {t('none.train')}
                  </Button>
                }
              >
                {t('none.text')}
              </EmptyState>
            </Card>
          )}
        </>
      )}
    </View>
  );
}

const NO_FILMS: number[] = [];
