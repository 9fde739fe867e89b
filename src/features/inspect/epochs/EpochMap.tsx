/** The films on the plane of principal components, moving from epoch to epoch, with the way of one of them. */
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { formatCount, formatDecimal, formatPercent } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { Select } from '@/components/Select';
import { Spinner } from '@/components/Spinner';
import { TableTwin } from '@/components/TableTwin';
import type { Item } from '@/data/types';
import { byGenre, coloursOf } from '../../map/colourings';
import { radiiOf } from '../../map/drawMap';
import { MapCanvas } from '../../map/MapCanvas';
import { MapLegend } from '../../map/MapLegend';
import { boundsOf, createView } from '../../map/mapView';
import { useClassName } from '../../map/useClassName';
import type { RowFacts } from '../../map/usePoints';
import { useTheme } from '../../map/useTheme';
import styles from './EpochMap.module.css';
import type { Playhead } from './playhead';
import type { Past } from './ranksCsv';
import { positionsAt, snapshotAt, trailOf } from './readSnapshots';
import { useEpoch, usePosition } from './usePlayhead';

const PointSearch = lazy(() => import('../../map/PointSearch'));

export interface EpochMapProps {
  playhead: Playhead;
  /** neural runs of which something was kept */
  pasts: Past[];
  items: Item[];
  facts: RowFacts;
  followed: number | null;
  onFollow: (item: number | null) => void;
  /** rings around what the user really chose */
  heldOut: number[];
}

const TABLE_ROWS = 100;

export function EpochMap(props: EpochMapProps) {
  const { pasts } = props;
  const { t } = useTranslation('epochs');
  const [wanted, setWanted] = useState<string | null>(null);
  const past = pasts.find(({ run }) => run.id === wanted) ?? pasts[0];
  return (
    <Card
      className={styles.card}
      title={t('map.title')}
      actions={
        <>
          {pasts.length > 1 && (
            <Select
              className={styles.run}
              label={t('map.choose')}
              hideLabel
              size="sm"
              value={past.run.id}
              options={pasts.map(({ run }) => ({ value: run.id, label: run.label }))}
              onChange={setWanted}
            />
          )}
          <div className={styles.search}>
            <Suspense fallback={<Spinner />}>
              <PointSearch
                which="items"
                numRows={props.items.length}
                facts={props.facts}
                onChoose={(item) => props.onFollow(item)}
              />
            </Suspense>
          </div>
          <MapTable {...props} past={past} />
          <HelpTip label={t('map.title')}>
            <p>{t('map.help')}</p>
          </HelpTip>
        </>
      }
    >
      {past.snapshots.epochs.some(({ positions }) => positions !== null) ? (
        <MovingMap key={past.run.id} {...props} past={past} />
      ) : (
        <p className={styles.waiting}>{t('map.none')}</p>
      )}
    </Card>
  );
}

function MovingMap(props: EpochMapProps & { past: Past }) {
  const { playhead, past, items, facts, followed, onFollow, heldOut } = props;
  const { run, snapshots } = past;
  const { t } = useTranslation(['epochs', 'map']);
  const position = usePosition(playhead);
  const epoch = useEpoch(playhead);
  const theme = useTheme();
  const [view] = useState(createView);
  const { points } = snapshots;
  const pointOf = useMemo(() => new Map(Array.from(points, (item, point) => [item, point])), [points]);
  const colouring = useMemo(() => byGenre(items, points), [items, points]);
  const colours = useMemo(() => coloursOf(colouring, theme.colours), [colouring, theme.colours]);
  const counts = useMemo(() => Float64Array.from(points, (item) => facts.counts?.[item] ?? 0), [points, facts]);
  const radii = useMemo(() => radiiOf(counts), [counts]);
  const byPopularity = useMemo(
    () => Int32Array.from(points.keys()).sort((a, b) => counts[b] - counts[a] || a - b),
    [points, counts],
  );
  // one frame for all epochs, or the map would seem to move when only its frame does
  const bounds = useMemo(() => boundsOf(...snapshots.epochs.flatMap(({ positions }) => positions ?? [])), [snapshots]);
  const chosen = followed === null ? -1 : (pointOf.get(followed) ?? -1);
  const ringed = useMemo(() => heldOut.flatMap((item) => pointOf.get(item) ?? []), [heldOut, pointOf]);
  const positions = positionsAt(snapshots, position) ?? new Float32Array(2 * points.length);
  const trail = chosen < 0 ? undefined : trailOf(snapshots, chosen, position);
  const { explained } = snapshotAt(snapshots, epoch);
  return (
    <>
      <MapLegend colouring={colouring} colours={colours} colourBy="genre" asking={false} run={run} />
      <div className={styles.frame} data-testid="epoch-map-at" data-position={position.toFixed(3)}>
        <MapCanvas
          scene={{
            positions,
            bounds,
            classOf: colouring.classOf,
            colours,
            radii,
            byPopularity,
            nameOf: (point) => items[points[point]].title,
            selected: null,
            chosen,
            neighbours: [],
            ringed,
            showNames: false,
            trail,
          }}
          theme={theme.draw}
          view={view}
          tool="move"
          glide={false}
          label={t('map:canvas.items', { run: run.label })}
          help={t('map:canvas.help')}
          tell={(point) => items[points[point]].title}
          onChoose={(point) => onFollow(point < 0 ? null : points[point])}
          onSelect={() => {}}
          testId="epoch-map"
        />
      </div>
      <p className={styles.note}>
        {t('epochs:map.note', {
          shown: formatCount(points.length),
          total: formatCount(items.length),
          first: explained ? formatPercent(explained[0]) : '–',
          second: explained ? formatPercent(explained[1]) : '–',
        })}{' '}
        {followed === null
          ? t('epochs:map.followHint')
          : chosen < 0
            ? t('epochs:map.notShown', { film: items[followed].title })
            : t('epochs:map.following', { film: items[followed].title })}
      </p>
    </>
  );
}

function MapTable({ playhead, past, items, facts }: EpochMapProps & { past: Past }) {
  const { t } = useTranslation('epochs');
  const nameOf = useClassName('genre');
  const epoch = useEpoch(playhead);
  const { points, epochs } = past.snapshots;
  const now = snapshotAt(past.snapshots, epoch).positions;
  const first = epochs[0]?.positions;
  const rows = useMemo(
    () =>
      Array.from(points.keys())
        .sort((a, b) => (facts.counts?.[points[b]] ?? 0) - (facts.counts?.[points[a]] ?? 0) || a - b)
        .slice(0, TABLE_ROWS),
    [points, facts],
  );
  return (
    <TableTwin
      caption={t('map.table', { count: rows.length, run: past.run.label, epoch: formatCount(epoch) })}
      columns={[
        { key: 'film', label: t('map.film') },
        { key: 'genre', label: t('map.genre') },
        { key: 'x', label: 'x', numeric: true },
        { key: 'y', label: 'y', numeric: true },
        { key: 'way', label: t('map.way'), numeric: true },
      ]}
      rows={rows.map((point) => ({
        key: points[point],
        film: items[points[point]].title,
        genre: items[points[point]].genres[0] ?? nameOf({ label: null, count: 0 }),
        x: now?.[2 * point] ?? null,
        y: now?.[2 * point + 1] ?? null,
        way:
          now && first
            ? Math.hypot(now[2 * point] - first[2 * point], now[2 * point + 1] - first[2 * point + 1])
            : null,
      }))}
      format={(value) => (typeof value === 'number' ? formatDecimal(value, 4) : String(value ?? '–'))}
    />
  );
}
