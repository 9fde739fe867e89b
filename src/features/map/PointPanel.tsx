/** Beside the map: the chosen point with its true neighbours, or the points inside the line that was drawn. */
import { TriangleAlert, UserSearch, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { cx } from '@/components/cx';
import { formatCount, formatDecimal, formatPercent } from '@/components/format';
import { IconButton } from '@/components/IconButton';
import { modelStyle } from '@/components/modelStyle';
import type { Item } from '@/data/types';
import { useChosenUser } from '@/state/chosenUser';
import type { Run } from '@/state/runTypes';
import { goTo } from '@/state/ui';
import { ranksOnMap } from './hitTest';
import type { RunMap } from './MapView';
import { useMapSettings, type Which } from './mapSettings';
import styles from './PointPanel.module.css';
import { NUM_NEIGHBOURS, useNeighbours, useQuality } from './useNeighbours';
import type { RowFacts } from './usePoints';

type Pane = RunMap & { run: Run | null };

export interface PointPanelProps {
  panes: Pane[];
  which: Which;
  items: Item[];
  facts: RowFacts;
  label: string;
}

/** Beyond this place on the map a true neighbour counts as far away. */
const FAR = 3 * NUM_NEIGHBOURS;
const MOST_LISTED = 200;

export function PointPanel(props: PointPanelProps) {
  const { chosen, selected } = useMapSettings();
  const { t } = useTranslation('map');
  return (
    <Card className={styles.panel}>
      <section aria-label={props.label} data-testid="map-panel">
        {chosen !== null ? (
          <ChosenPoint {...props} row={chosen} />
        ) : selected !== null ? (
          <Selection {...props} rows={selected} />
        ) : (
          <p className={styles.hint}>{t(props.which === 'items' ? 'panel.hintItems' : 'panel.hintUsers')}</p>
        )}
      </section>
    </Card>
  );
}

function ChosenPoint({ panes, which, items, facts, row }: PointPanelProps & { row: number }) {
  const { t } = useTranslation('map');
  const { change } = useMapSettings();
  const { choose } = useChosenUser();
  const item = which === 'items' ? items[row] : null;
  const counts = facts.counts;
  const isShown = panes.some(({ shown }) => shown?.rows.includes(row));
  return (
    <div className={styles.list}>
      <header className={styles.header}>
        <div>
          <h2 data-testid="map-chosen">{facts.nameOf(row)}</h2>
          {item && (
            <p className={styles.about}>
              {[item.year, item.genres.join(', ')].filter((part) => part !== null && part !== '').join(' · ')}
            </p>
          )}
        </div>
        <IconButton size="sm" label={t('panel.close')} icon={X} onClick={() => change({ chosen: null })} />
      </header>
      {counts !== null && (
        <dl className={styles.stats}>
          <div>
            <dd>{formatCount(counts[row])}</dd>
            <dt>{t(which === 'items' ? 'panel.ratings' : 'panel.films')}</dt>
          </div>
          <div>
            <dd>#{formatCount(rankOf(counts, row))}</dd>
            <dt>{t(which === 'items' ? 'panel.byPopularity' : 'panel.byActivity')}</dt>
          </div>
        </dl>
      )}
      {!isShown && panes.some(({ shown }) => shown !== null) && <p className={styles.hint}>{t('panel.notShown')}</p>}
      {which === 'users' && (
        <div>
          <Button
            variant="secondary"
            size="sm"
            icon={UserSearch}
            onClick={() => {
              choose(row);
              goTo('inspect', 'lists');
            }}
          >
            {t('panel.lists')}
          </Button>
        </div>
      )}
      {panes.map(
        (pane) => pane.shown !== null && <Neighbours key={pane.run?.id} pane={pane} facts={facts} row={row} />,
      )}
    </div>
  );
}

function Neighbours({ pane, facts, row }: { pane: Pane; facts: RowFacts; row: number }) {
  const { t } = useTranslation('map');
  const { change } = useMapSettings();
  const { neighbours, error } = useNeighbours(pane.shown, row);
  const quality = useQuality(pane);
  const { run, shown, map } = pane;
  if (run === null || shown === null) return null;
  const pointOf = (wanted: number) => map?.shown.rows.indexOf(wanted) ?? -1;
  const from = pointOf(row);
  const points = neighbours.map((neighbour) => pointOf(neighbour.row));
  const places =
    map === null || from < 0
      ? []
      : ranksOnMap(
          map.positions,
          from,
          points.filter((point) => point >= 0),
        );
  let next = 0;
  const placed = points.map((point) => (point < 0 || places.length === 0 ? null : places[next++]));
  const numFar = placed.filter((place) => place !== null && place > FAR).length;
  return (
    <section data-testid="map-neighbours" data-run-id={run.id}>
      <h3 className={styles.title}>{t('neighbours.title', { run: run.label })}</h3>
      <p className={styles.about}>{t('neighbours.subtitle', { dimensions: formatCount(shown.vectors.dimensions) })}</p>
      {error !== null && <p role="alert">{error.message}</p>}
      <table className={styles.neighbours}>
        <thead>
          <tr>
            <th scope="col">{t(shown.which === 'items' ? 'table.film' : 'table.user')}</th>
            <th scope="col" colSpan={2} className={styles.number}>
              {t('neighbours.cosine')}
            </th>
            <th scope="col" className={styles.place}>
              {t('neighbours.onMap')}
            </th>
          </tr>
        </thead>
        <tbody>
          {neighbours.map((neighbour, index) => (
            <tr key={neighbour.row} data-row={neighbour.row} data-similarity={neighbour.similarity}>
              <td>
                <button
                  type="button"
                  className={styles.name}
                  title={facts.nameOf(neighbour.row)}
                  onClick={() => change({ chosen: neighbour.row })}
                >
                  {facts.nameOf(neighbour.row)}
                </button>
              </td>
              <td>
                <span className={styles.meter} aria-hidden>
                  <span
                    style={{
                      width: `${100 * Math.max(0, neighbour.similarity)}%`,
                      background: modelStyle(run.request.model).hue,
                    }}
                  />
                </span>
              </td>
              <td className={styles.number}>{formatDecimal(neighbour.similarity, 2)}</td>
              <td className={cx(styles.place, (placed[index] ?? 0) > FAR && styles.far)}>
                {placed[index] === null ? '–' : `#${formatCount(placed[index] ?? 0)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {quality !== null && (
        <p className={styles.warning}>
          {numFar > 0 && <TriangleAlert size="0.875rem" aria-hidden />}
          <span data-testid="map-quality">
            {numFar > 0 && t('neighbours.far', { count: numFar, of: formatCount(neighbours.length) })}{' '}
            {t('neighbours.kept', { share: formatPercent(quality.kept), k: quality.k })}
          </span>
        </p>
      )}
    </section>
  );
}

function Selection({ which, items, facts, rows }: PointPanelProps & { rows: number[] }) {
  const { t } = useTranslation('map');
  const { change } = useMapSettings();
  const listed = rows.toSorted((a, b) => (facts.counts?.[b] ?? 0) - (facts.counts?.[a] ?? 0) || a - b);
  return (
    <div className={styles.list} data-testid="map-selection">
      <header className={styles.header}>
        <div>
          <h2>
            {t(which === 'items' ? 'selection.items' : 'selection.users', {
              count: rows.length,
              number: formatCount(rows.length),
            })}
          </h2>
          {which === 'items' && <p className={styles.about}>{genresOf(items, rows).join(' · ')}</p>}
        </div>
        <IconButton size="sm" label={t('selection.clear')} icon={X} onClick={() => change({ selected: null })} />
      </header>
      <ul>
        {listed.slice(0, MOST_LISTED).map((row) => (
          <li key={row} className={styles.row}>
            <button type="button" className={styles.name} onClick={() => change({ chosen: row })}>
              {facts.nameOf(row)}
            </button>
            <span className={styles.about}>{formatCount(facts.counts?.[row] ?? 0)}</span>
          </li>
        ))}
      </ul>
      {rows.length > MOST_LISTED && (
        <p className={styles.hint}>{t('selection.more', { number: formatCount(rows.length - MOST_LISTED) })}</p>
      )}
    </div>
  );
}

/** The most frequent first genres of some films, with their share. */
function genresOf(items: readonly Item[], rows: readonly number[]): string[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const genre = items[row].genres[0];
    if (genre !== undefined) counts.set(genre, (counts.get(genre) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([genre, count]) => `${genre} ${formatPercent(count / rows.length)}`);
}

/** From 1: how many have more. */
function rankOf(counts: ArrayLike<number>, row: number): number {
  let rank = 1;
  for (let other = 0; other < counts.length; other++) if (counts[other] > counts[row]) rank++;
  return rank;
}
