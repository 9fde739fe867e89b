/** Planted truth: what the sample was made with, and how much of it each model found. */
import { FlaskConical, Sprout } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { Spinner } from '@/components/Spinner';
import { View, ViewBar } from '@/components/View';
import type { SampleTruth } from '@/data/synthetic/truth';
import { useChosenUser } from '@/state/chosenUser';
import { useRuns } from '@/state/runs';
import { isOnData, type Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import { trySample } from '../../data/trySample';
import { hasWeights } from '../chosenRuns';
import { Waiting } from '../inside/Waiting';
import { useColumns } from '../useColumns';
import type { InspectViewProps } from '../views';
import { NextPartsCard } from './NextPartsCard';
import { TasteCurveCard } from './TasteCurveCard';
import { TruthTable } from './TruthTable';
import styles from './TruthView.module.css';
import { UserTasteCard } from './UserTasteCard';
import { useTruthRows } from './useTruthRows';

const UserSearch = lazy(() => import('../UserSearch'));

export default function TruthView({ summary, items, tabs }: InspectViewProps) {
  const { t } = useTranslation('truth');
  const { value: truth, error } = useAnswer(
    summary.synthetic ? async (client) => unwrap(await client.sampleTruth(summary.key)) : null,
    [summary.key, summary.synthetic],
  );
  return (
    <View testId="truth">
      {!summary.synthetic ? (
        <>
          <ViewBar>{tabs}</ViewBar>
          <Card centred>
            <EmptyState
              icon={Sprout}
              title={t('only.title')}
              action={
                <Button variant="primary" icon={FlaskConical} onClick={() => void trySample()}>
                  {t('only.sample')}
                </Button>
              }
            >
              {t('only.text')}
            </EmptyState>
          </Card>
        </>
      ) : truth === null ? (
        <>
          <ViewBar>{tabs}</ViewBar>
          <Card centred>
            <Waiting error={error} />
          </Card>
        </>
      ) : (
        <Found key={summary.key} summary={summary} items={items} truth={truth} tabs={tabs} />
      )}
    </View>
  );
}

function Found({ summary, items, truth, tabs }: InspectViewProps & { truth: SampleTruth }) {
  const { t } = useTranslation('truth');
  const { userIndex, choose } = useChosenUser();
  const allRuns = useRuns((state) => state.runs);
  const askable = useMemo(() => truthRuns(allRuns, summary.key), [allRuns, summary.key]);
  const chosen = useColumns(askable, newestOfModels, MOST_ROWS);
  const runs = chosen.columns;
  const rows = useTruthRows(runs, truth);
  const { value: history } = useAnswer(
    (client) => client.userHistory(summary.key, userIndex),
    [summary.key, userIndex],
  );
  const answered = runs.flatMap((run) => {
    const row = rows.found[run.id];
    return row && !('error' in row) ? [{ run, row }] : [];
  });
  return (
    <>
      <ViewBar>
        {tabs}
        <Suspense fallback={<Spinner />}>
          <UserSearch datasetKey={summary.key} userId={history?.userId ?? ''} onChoose={choose} />
        </Suspense>
      </ViewBar>
      <TruthTable chosen={chosen} rows={rows} />
      {answered.length === 0 && runs.length === 0 && (
        <Card>
          <p className={styles.note}>{t('noRuns')}</p>
        </Card>
      )}
      <div className={styles.pair}>
        <TasteCurveCard answered={answered} oracle={rows.oracle} tastes={truth.tastes} />
        {history !== null && (
          <div className={styles.user}>
            <UserTasteCard
              truth={truth}
              userIndex={userIndex}
              userId={history.userId}
              answered={answered}
              rows={rows}
            />
            <NextPartsCard
              truth={truth}
              items={items}
              userIndex={userIndex}
              userId={history.userId}
              answered={answered}
              oracle={rows.oracle}
            />
          </div>
        )}
      </div>
    </>
  );
}

/** A row of each model, and a few to compare. */
const MOST_ROWS = 10;

function truthRuns(runs: readonly Run[], datasetKey: string): Run[] {
  return runs.filter((run) => isOnData(run, datasetKey) && hasWeights(run) && run.status !== 'failed');
}

function newestOfModels(runs: readonly Run[]): Run[] {
  return [...new Map(runs.map((run) => [run.request.model, run])).values()];
}
