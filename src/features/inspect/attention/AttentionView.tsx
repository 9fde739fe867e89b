/** Attention: what SASRec looks at after each film of a user's history, or of films in an order of one's own. */
import { ChartLine, Grid3x3, Shuffle, UserRound } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { Spinner } from '@/components/Spinner';
import { View, ViewBar } from '@/components/View';
import type { DatasetSummary, Item } from '@/data/types';
import { modelSpec } from '@/models/catalog';
import { useChosenUser } from '@/state/chosenUser';
import { useDraft } from '@/state/draft';
import { useRuns } from '@/state/runs';
import type { Run } from '@/state/runTypes';
import { goTo } from '@/state/ui';
import { useAnswer } from '@/state/useAnswer';
import type { UserHistory } from '@/worker/protocol';
import type { InspectViewProps } from '../views';
import { readFilms } from '../you/storedFilms';
import { AttentionCard } from './AttentionCard';
import styles from './AttentionView.module.css';
import { type Cell, clampedCell, clampedTo, mapOf, scaleEnd, strongestOf } from './attentionMaps';
import { attentionRuns, shownRuns } from './attentionRuns';
import { useAttentionSettings } from './attentionSettings';
import { RowPanel } from './RowPanel';
import { SequenceCard } from './SequenceCard';
import { useAttentions } from './useAttentions';

const UserSearch = lazy(() => import('../UserSearch'));

export default function AttentionView({ summary, items, tabs }: InspectViewProps) {
  const { t } = useTranslation(['attention', 'inspect']);
  const { userIndex, choose } = useChosenUser();
  const settings = useAttentionSettings();
  const allRuns = useRuns((state) => state.runs);
  const runs = useMemo(() => attentionRuns(allRuns, summary.key), [allRuns, summary.key]);
  const { value, error } = useAnswer((client) => client.userHistory(summary.key, userIndex), [summary.key, userIndex]);
  const history = value?.userIndex === userIndex ? value : null;
  const yours = useMemo(() => readFilms(summary.fingerprint, items), [summary.fingerprint, items]);
  const chooseUser = (user: number) => {
    choose(user);
    settings.change({ own: null });
  };

  return (
    <View testId="attention">
      <ViewBar>
        {tabs}
        {runs.length > 0 && (
          <>
            <Suspense fallback={<Spinner />}>
              <UserSearch datasetKey={summary.key} userId={history?.userId ?? ''} onChoose={chooseUser} />
            </Suspense>
            <Button
              variant="secondary"
              icon={Shuffle}
              onClick={() => chooseUser(Math.floor(Math.random() * summary.after.users))}
              data-testid="attention-random"
            >
              {t('inspect:bar.random')}
            </Button>
            {yours.length > 0 && (
              <Button
                variant="secondary"
                icon={UserRound}
                title={t('attention:bar.yoursHelp')}
                onClick={() =>
                  settings.change({ own: { datasetKey: summary.key, userIndex, films: yours }, editing: true })
                }
                data-testid="attention-yours"
              >
                {t('attention:bar.yours')}
              </Button>
            )}
          </>
        )}
      </ViewBar>
      {runs.length === 0 ? (
        <NoRuns summary={summary} />
      ) : history === null ? (
        <Card centred>{error === null ? <Spinner /> : <p>{error.message}</p>}</Card>
      ) : (
        <Shown key={`${summary.key} ${userIndex}`} summary={summary} items={items} runs={runs} history={history} />
      )}
    </View>
  );
}

function NoRuns({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation('attention');
  const begin = useDraft((state) => state.begin);
  return (
    <Card centred>
      <EmptyState
        icon={Grid3x3}
        title={t('none.title')}
        action={
          summary.hasTimestamps && (
            <Button
              variant="primary"
              icon={ChartLine}
              onClick={() => {
                begin('sasrec');
                goTo('train');
              }}
              data-testid="attention-train"
            >
              {t('none.train', { model: modelSpec('sasrec').name })}
            </Button>
          )
        }
      >
        {t(summary.hasTimestamps ? 'none.text' : 'none.untimed')}
      </EmptyState>
    </Card>
  );
}

interface ShownProps {
  summary: DatasetSummary;
  items: Item[];
  /** that can be asked, newest first */
  runs: Run[];
  history: UserHistory;
}

function Shown({ summary, items, runs, history }: ShownProps) {
  const { t } = useTranslation('attention');
  const { userIndex } = history;
  const { runIds, block, head, editing, own, change } = useAttentionSettings();
  const original = useMemo(() => [...history.train, ...history.valid].map(({ itemIndex }) => itemIndex), [history]);
  const changed = own?.datasetKey === summary.key && own.userIndex === userIndex ? own.films : null;
  const isChanged =
    changed !== null && (changed.length !== original.length || changed.some((film, place) => film !== original[place]));
  const films = isChanged ? changed : original;
  // without films there is nothing else to do
  const isEditing = editing || films.length === 0;
  const shown = useMemo(() => shownRuns(runs, runIds), [runs, runIds]);
  const of = useMemo(() => (isChanged ? { items: changed } : { user: userIndex }), [isChanged, changed, userIndex]);
  const attentions = useAttentions(shown, films.length > 0 ? of : null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = shown.find(({ id }) => id === activeId) ?? shown[0];
  const [wanted, setWanted] = useState<Cell | null>(null);

  const panes = useMemo(
    () =>
      shown.flatMap((run) => {
        const maps = attentions.of.get(run.id)?.maps ?? null;
        if (maps === null || maps.items.length === 0) return [];
        const at = clampedTo(maps, block, head);
        return [{ run, maps, ...at, map: mapOf(maps, at.block, at.head) }];
      }),
    [shown, attentions.of, block, head],
  );
  // One scale for all that stands side by side.
  const end = useMemo(() => scaleEnd(panes.map(({ map }) => map)), [panes]);
  const activePane = panes.find(({ run }) => run.id === active.id);
  const chosen = useMemo(() => {
    if (!activePane) return null;
    const { maps, map } = activePane;
    const length = maps.items.length;
    if (wanted !== null) return clampedCell(wanted, maps.numEarlier, length);
    const last = length - 1;
    return { row: maps.numEarlier + last, column: maps.numEarlier + strongestOf(map, length, last) };
  }, [activePane, wanted]);
  const setFilms = (next: number[] | null) =>
    change({ own: next === null ? null : { datasetKey: summary.key, userIndex, films: next } });

  return (
    <div className={isEditing ? styles.edited : styles.columns}>
      {isEditing && (
        <SequenceCard
          summary={summary}
          items={items}
          history={history}
          films={films}
          isChanged={isChanged}
          maxLength={activePane?.maps.maxLength ?? (active.request.config.maxSeqLength as number)}
          model={active.label}
          onChange={setFilms}
        />
      )}
      {films.length === 0 ? (
        <Card centred>
          <p className={styles.muted}>{t('empty')}</p>
        </Card>
      ) : (
        <AttentionCard
          summary={summary}
          items={items}
          history={history}
          runs={runs}
          shown={shown}
          panes={panes}
          attentions={attentions}
          end={end}
          active={active}
          onActive={setActiveId}
          chosen={chosen}
          onChoose={setWanted}
          isChanged={isChanged}
          onReset={() => setFilms(null)}
        />
      )}
      {activePane && chosen ? (
        <RowPanel
          summary={summary}
          items={items}
          history={history}
          run={activePane.run}
          maps={activePane.maps}
          map={activePane.map}
          of={of}
          films={films}
          isChanged={isChanged}
          chosen={chosen}
          onChoose={setWanted}
          onAdd={(film) => setFilms([...films.slice(0, chosen.row + 1), film, ...films.slice(chosen.row + 1)])}
        />
      ) : (
        <Card>{films.length > 0 && <Spinner />}</Card>
      )}
    </div>
  );
}
