/** Inside: what happens in a model between a user, a film and a score, with the numbers of a run. */
import { ChartLine, Layers, Shuffle } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { ModelSwatch } from '@/components/ModelSwatch';
import { Select } from '@/components/Select';
import { Spinner } from '@/components/Spinner';
import { View, ViewBar } from '@/components/View';
import { useChosenUser } from '@/state/chosenUser';
import { useRuns } from '@/state/runs';
import { goTo } from '@/state/ui';
import { useAnswer } from '@/state/useAnswer';
import type { InspectViewProps } from '../views';
import { FilmSearch } from '../you/FilmSearch';
import { BlocksPanel } from './blocks/BlocksPanel';
import { BranchesPanel } from './branches/BranchesPanel';
import styles from './InsideView.module.css';
import { insideRuns } from './insideRuns';
import { PropagationPanel } from './propagation/PropagationPanel';
import { StepCard } from './step/StepCard';

const UserSearch = lazy(() => import('../UserSearch'));

export default function InsideView({ summary, items, tabs }: InspectViewProps) {
  const { t } = useTranslation(['inside', 'inspect']);
  const { userIndex, choose } = useChosenUser();
  const allRuns = useRuns((state) => state.runs);
  const runs = useMemo(() => insideRuns(allRuns, summary.key), [allRuns, summary.key]);
  const [wanted, setWanted] = useState<string | null>(null);
  const run = runs.find(({ id }) => id === wanted) ?? runs[0];
  // What was chosen last is at the centre.
  const [film, setFilm] = useState<number | null>(null);
  const [isFilmCentre, setFilmCentre] = useState(false);
  const chooseUser = (user: number) => {
    choose(user);
    setFilmCentre(false);
  };
  const chooseFilm = (item: number) => {
    setFilm(item);
    setFilmCentre(true);
  };
  const { value: history } = useAnswer(
    (client) => client.userHistory(summary.key, userIndex),
    [summary.key, userIndex],
  );
  const { value: popularity } = useAnswer((client) => client.popularity(summary.key), [summary.key]);
  const user = history?.userIndex === userIndex ? history : null;

  return (
    <View testId="inside">
      <ViewBar>
        {tabs}
        {run !== undefined && (
          <div className={styles.choices}>
            <span className={styles.run}>
              <ModelSwatch model={run.request.model} />
              <Select
                label={t('inside:run')}
                hideLabel
                value={run.id}
                options={runs.map(({ id, label }) => ({ value: id, label }))}
                onChange={setWanted}
              />
            </span>
            <Suspense fallback={<Spinner />}>
              <UserSearch datasetKey={summary.key} userId={user?.userId ?? ''} onChoose={chooseUser} />
            </Suspense>
            <Button
              variant="secondary"
              icon={Shuffle}
              onClick={() => chooseUser(Math.floor(Math.random() * summary.after.users))}
              data-testid="inside-random"
            >
              {t('inspect:bar.random')}
            </Button>
            <FilmSearch
              items={items}
              popularity={popularity}
              without={NONE}
              placeholder={t('inside:film')}
              onChoose={chooseFilm}
            />
          </div>
        )}
      </ViewBar>
      {run === undefined ? (
        <Card centred>
          <EmptyState
            icon={Layers}
            title={t('inside:empty.title')}
            action={
              <Button variant="primary" icon={ChartLine} onClick={() => goTo('train')}>
                {t('inspect:empty.train')}
              </Button>
            }
          >
            {t('inside:empty.text')}
          </EmptyState>
        </Card>
      ) : user === null ? (
        <Card centred>
          <Spinner />
        </Card>
      ) : (
        <>
          {run.request.model === 'neumf' && (
            <BranchesPanel run={run} items={items} user={user} film={film} onFilm={setFilm} />
          )}
          {run.request.model === 'lightgcn' && (
            <PropagationPanel
              run={run}
              runs={runs.filter(({ request }) => request.model === 'lightgcn')}
              items={items}
              user={user}
              film={film}
              isFilmCentre={isFilmCentre && film !== null}
              onUser={chooseUser}
              onFilm={chooseFilm}
            />
          )}
          {run.request.model === 'sasrec' && <BlocksPanel run={run} items={items} user={user} />}
          <StepCard run={run} user={user} items={items} />
        </>
      )}
    </View>
  );
}

const NONE: number[] = [];
