/** The item map: a run's embeddings in the plane, alone or beside another run's, with the true neighbours of one point. */
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { Spinner } from '@/components/Spinner';
import { View, ViewBar } from '@/components/View';
import { useRuns } from '@/state/runs';
import { isInTraining, isOnData, type Run } from '@/state/runTypes';
import { hasWeights } from '../inspect/chosenRuns';
import type { InspectViewProps } from '../inspect/views';
import { coloursOf } from './colourings';
import { MapLegend } from './MapLegend';
import { MapPane } from './MapPane';
import { MapSentence } from './MapSentence';
import { MapTools } from './MapTools';
import styles from './MapView.module.css';
import { useMapSettings } from './mapSettings';
import { createView } from './mapView';
import { PointPanel } from './PointPanel';
import { useMap } from './useMap';
import { usePinned } from './usePinned';
import { useColourings, useRowFacts } from './usePoints';
import { useTheme } from './useTheme';
import { useVectors, versionOf } from './useVectors';

// The combo box brings its own library.
const PointSearch = lazy(() => import('./PointSearch'));

export default function MapView({ summary, items, tabs }: InspectViewProps) {
  const { t } = useTranslation('map');
  const settings = useMapSettings();
  const { which, method, change } = settings;
  const allRuns = useRuns((state) => state.runs);
  const runs = useMemo(() => allRuns.filter((run) => isOnData(run, summary.key)), [allRuns, summary.key]);
  const run = runs.find(({ id }) => id === settings.runId) ?? defaultRun(runs);
  const beside = runs.find(({ id }) => id === settings.besideId && id !== run?.id) ?? null;
  const view = useRef(createView()).current;
  const theme = useTheme();
  const [tool, setTool] = useState<'move' | 'lasso'>('move');

  const facts = useRowFacts(summary.key, which, items, summary.after.users);
  const first = useRunMap(run, facts.counts, null, true);
  const isFirstDone = first.state.status === 'done' || first.state.status === 'cancelled';
  const hasFirst = first.canBeAsked && !first.hasNone && first.vectorsError === null && first.state.status !== 'error';
  const second = useRunMap(beside, facts.counts, first.map, !hasFirst || (isFirstDone && first.map?.method === method));

  const rows = first.shown?.rows ?? second.shown?.rows ?? null;
  const colourBy = settings.colourBy[which];
  const colourings = useColourings(colourBy, rows, items, facts.counts, run, beside);
  const [{ colouring }, { colouring: colouringBeside }] = colourings;
  const colours = useMemo(
    () => [colouring, colouringBeside].map((each) => (each === null ? [] : coloursOf(each, theme.colours))),
    [colouring, colouringBeside, theme.colours],
  );
  const total = first.shown?.vectors.rows ?? second.shown?.vectors.rows ?? 0;
  const panes = (
    beside === null
      ? [{ run, ...first }]
      : [
          { run, ...first },
          { run: beside, ...second },
        ]
  ).map((pane, index) => ({
    ...pane,
    other: index === 0 ? second : first,
    colouring: colourings[index].colouring,
    colours: colours[index],
    isMeasuring: colourings[index].asking,
  }));
  // What is measured of each run has a legend for each; else both maps share one.
  const legends =
    colourBy === 'error' || colourBy === 'ndcg' ? panes.filter(({ hasNone }) => !hasNone) : panes.slice(0, 1);

  return (
    <View>
      <ViewBar>
        {tabs}
        <div className={styles.search}>
          <Suspense fallback={<Spinner />}>
            <PointSearch
              which={which}
              numRows={which === 'items' ? items.length : summary.after.users}
              facts={facts}
              onChoose={(chosen) => change({ chosen })}
            />
          </Suspense>
        </div>
      </ViewBar>
      <div className={styles.columns}>
        <Card className={styles.card}>
          <MapTools
            runs={runs}
            run={run}
            beside={beside}
            first={first}
            second={beside === null ? null : second}
            tool={tool}
            onTool={setTool}
            view={view}
            facts={facts}
            items={items}
            panes={panes}
            theme={theme}
            numPoints={rows?.length ?? 0}
          />
          {legends.map(
            (pane, index) =>
              pane.colouring !== null && (
                <MapLegend
                  key={pane.run?.id ?? index}
                  colouring={pane.colouring}
                  colours={pane.colours}
                  colourBy={colourBy}
                  asking={pane.isMeasuring}
                  run={pane.run}
                  isAlone={legends.length === 1}
                />
              ),
          )}
          {rows !== null && (
            <MapSentence
              method={method}
              which={which}
              planes={panes
                .filter(({ hasNone }) => !hasNone)
                .map(({ run, map }) => ({ label: run?.label ?? '', explained: map?.explained ?? null }))}
              rows={rows}
              total={total}
            />
          )}
          <div className={styles.panes}>
            {panes.map((pane, index) => (
              <MapPane
                key={pane.run?.id ?? index}
                run={pane.run}
                mine={pane}
                other={beside === null ? null : pane.other}
                isAlone={beside === null}
                which={which}
                facts={facts}
                items={items}
                colouring={pane.colouring}
                colours={pane.colours}
                theme={theme.draw}
                view={view}
                tool={tool}
                testId={index === 0 ? 'map-canvas' : 'map-canvas-beside'}
              />
            ))}
          </div>
        </Card>
        <PointPanel panes={panes} which={which} items={items} facts={facts} label={t('panel.label')} />
      </div>
    </View>
  );
}

/** The newest run with something to show, neural ones first; a model without vectors is nobody's first choice. */
function defaultRun(runs: readonly Run[]): Run | null {
  const started = runs.filter(hasWeights).toReversed();
  return started.find((run) => run.neural) ?? started[0] ?? runs[runs.length - 1] ?? null;
}

export type RunMap = ReturnType<typeof useRunMap>;

/** Vectors and map of one run. PCA follows the training unless it is held; a map of many steps stays with the epoch it was begun at. */
function useRunMap(
  run: Run | null,
  counts: ArrayLike<number> | null,
  reference: Parameters<typeof useMap>[3],
  mayStart: boolean,
) {
  const { which, method, layout, followTraining } = useMapSettings();
  const canBeAsked = run !== null && hasWeights(run) && run.status !== 'failed';
  const current = canBeAsked ? versionOf(run) : '';
  const isHeld = run !== null && isInTraining(run) && !followTraining;
  const pinned = usePinned(current, method !== 'pca' || isHeld, `${run?.id}/${which}/${method}`);
  const {
    value,
    error,
    asking: isAsking,
  } = useVectors(canBeAsked ? run : null, which, pinned.version, counts ?? undefined);
  const isOwn = value !== null && value !== 'none' && value.runId === run?.id && value.which === which;
  const shown = isOwn ? value : null;
  const drawn = useMap(shown, method, layout, reference, mayStart);
  return {
    ...drawn,
    canBeAsked,
    shown,
    hasNone: value === 'none' && !isAsking,
    vectorsError: error,
    isStale: pinned.version !== current,
    renew: pinned.renew,
  };
}
