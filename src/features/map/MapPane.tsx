/** One run's map, or why there is none. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/ErrorPanel';
import { formatCount } from '@/components/format';
import { ModelSwatch } from '@/components/ModelSwatch';
import { Spinner } from '@/components/Spinner';
import type { Item } from '@/data/types';
import type { Run } from '@/state/runTypes';
import type { Colouring } from './colourings';
import { MIN_CORNERS } from './corners';
import { radiiOf, type Theme } from './drawMap';
import { MapCanvas, type Tool } from './MapCanvas';
import styles from './MapPane.module.css';
import { MapStatus } from './MapStatus';
import type { RunMap } from './MapView';
import { useMapSettings, type Which } from './mapSettings';
import { boundsOf, type SharedView } from './mapView';
import { useNeighbours } from './useNeighbours';
import type { RowFacts } from './usePoints';

export interface MapPaneProps {
  run: Run | null;
  mine: RunMap;
  /** the map beside: both share a frame */
  other: RunMap | null;
  isAlone: boolean;
  which: Which;
  facts: RowFacts;
  items: Item[];
  colouring: Colouring | null;
  colours: string[];
  theme: Theme;
  view: SharedView;
  tool: Tool;
  testId: string;
}

export function MapPane(props: MapPaneProps) {
  const { run, mine, isAlone } = props;
  return (
    <section className={styles.pane} data-testid="map-pane" data-run-id={run?.id} data-status={mine.state.status}>
      {!isAlone && run !== null && (
        <header className={styles.header}>
          <ModelSwatch model={run.request.model} />
          <h3 className={styles.name}>{run.label}</h3>
          <MapStatus run={run} mine={mine} />
        </header>
      )}
      <PaneContent {...props} />
    </section>
  );
}

function PaneContent(props: MapPaneProps) {
  const { run, mine, which } = props;
  const { t } = useTranslation('map');
  const say = (text: string) => (
    <div className={styles.state} data-testid="map-state">
      <p>{text}</p>
    </div>
  );
  if (run === null || run.status === 'failed') return say(t('state.failed'));
  if (!mine.canBeAsked) return say(t('state.noWeights', { run: run.label }));
  if (mine.hasNone) {
    return say(
      run.request.model === 'sasrec' && which === 'users'
        ? t('state.noUserVectors')
        : t('state.noVectors', { run: run.label }),
    );
  }
  if (mine.vectorsError !== null) return <ErrorPanel error={mine.vectorsError} />;
  if (mine.map === null || props.colouring === null) {
    if (mine.state.status === 'error') return <ErrorPanel error={mine.state.error} />;
    return (
      <div className={styles.state}>
        <Spinner />
        <p>{t(mine.state.status === 'computing' ? 'state.computing' : 'state.loading')}</p>
      </div>
    );
  }
  return <Drawn {...props} run={run} map={mine.map} colouring={props.colouring} />;
}

function Drawn(props: MapPaneProps & { run: Run; map: NonNullable<RunMap['map']>; colouring: Colouring }) {
  const { run, map, other, which, facts, items, colouring, colours, theme, view, tool, testId, mine } = props;
  const { t } = useTranslation('map');
  const { chosen, selected, showNames, change } = useMapSettings();
  const { rows } = map.shown;
  const pointOf = useMemo(() => new Map(Array.from(rows, (row, point) => [row, point])), [rows]);
  const shownCounts = useMemo(() => Float64Array.from(rows, (row) => facts.counts?.[row] ?? 0), [rows, facts]);
  const radii = useMemo(() => radiiOf(shownCounts), [shownCounts]);
  const byPopularity = useMemo(
    () => Int32Array.from(rows.keys()).sort((a, b) => shownCounts[b] - shownCounts[a] || a - b),
    [rows, shownCounts],
  );
  const besidePositions = other?.map?.method === map.method ? other.map.positions : null;
  const bounds = useMemo(
    () => (besidePositions === null ? boundsOf(map.positions) : boundsOf(map.positions, besidePositions)),
    [map.positions, besidePositions],
  );
  const { neighbours } = useNeighbours(mine.shown, chosen);
  const scene = useMemo(() => {
    const chosenPoint = chosen === null ? -1 : (pointOf.get(chosen) ?? -1);
    return {
      positions: map.positions,
      bounds,
      // a map that waits for its colours is drawn in the first of them
      classOf: colouring.classOf.length === rows.length ? colouring.classOf : new Uint8Array(rows.length),
      colours,
      radii,
      byPopularity,
      nameOf: (point: number) => facts.nameOf(rows[point]),
      selected: selected === null ? null : new Set(selected.flatMap((row) => pointOf.get(row) ?? [])),
      chosen: chosenPoint,
      neighbours: chosenPoint < 0 ? [] : neighbours.flatMap(({ row }) => pointOf.get(row) ?? []),
      showNames: showNames && which === 'items',
    };
  }, [
    map.positions,
    bounds,
    colouring,
    colours,
    radii,
    byPopularity,
    facts,
    rows,
    selected,
    pointOf,
    chosen,
    neighbours,
    showNames,
    which,
  ]);

  const tell = (point: number) => {
    const row = rows[point];
    const name = facts.nameOf(row);
    const count = shownCounts[point];
    return which === 'items'
      ? t('said.item', { name, genres: items[row].genres.join(', '), count, number: formatCount(count) })
      : t('said.user', { name, count, number: formatCount(count) });
  };

  return (
    <MapCanvas
      scene={scene}
      theme={theme}
      view={view}
      tool={tool}
      glide={map.method === 'pca'}
      label={t(which === 'items' ? 'canvas.items' : 'canvas.users', { run: run.label })}
      help={t('canvas.help')}
      lassoHelp={(count) =>
        count === 0 ? t('lasso.begin') : t(count < MIN_CORNERS ? 'lasso.more' : 'lasso.close', { count })
      }
      tell={tell}
      onChoose={(point) => change({ chosen: point < 0 ? null : rows[point] })}
      onSelect={(points) => change({ selected: points === null ? null : points.map((point) => rows[point]) })}
      testId={testId}
    />
  );
}
