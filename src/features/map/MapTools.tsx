/** What is drawn and how: method, run, colours, seed; zoom, lasso, names, table and export. */
import { Download, Lasso, Maximize, Tags, ZoomIn, ZoomOut } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDecimal } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { IconButton } from '@/components/IconButton';
import { NumberField } from '@/components/NumberField';
import { Segmented } from '@/components/Segmented';
import { Select } from '@/components/Select';
import { TableTwin } from '@/components/TableTwin';
import { Toggle } from '@/components/Toggle';
import type { Item } from '@/data/types';
import type { ProjectionMethod } from '@/projection/types';
import { isInTraining, type Run } from '@/state/runTypes';
import type { Colouring } from './colourings';
import { ExportDialog } from './exports/ExportDialog';
import type { Tool } from './MapCanvas';
import { MapStatus } from './MapStatus';
import styles from './MapTools.module.css';
import type { RunMap } from './MapView';
import { type ColourBy, ITEM_COLOURS, USER_COLOURS, useMapSettings, type Which } from './mapSettings';
import { type SharedView, WHOLE, zoomed } from './mapView';
import { mostPopularRows, placesOf } from './pointRows';
import { useClassName } from './useClassName';
import type { DrawnMap } from './useMap';
import type { RowFacts } from './usePoints';
import type { MapTheme } from './useTheme';

export interface MapColours {
  run: Run | null;
  map: DrawnMap | null;
  colouring: Colouring | null;
  colours: string[];
}

export interface MapToolsProps {
  runs: Run[];
  run: Run | null;
  beside: Run | null;
  first: RunMap;
  second: RunMap | null;
  tool: Tool;
  onTool: (tool: Tool) => void;
  view: SharedView;
  facts: RowFacts;
  items: Item[];
  /** the map, and the one beside it */
  panes: MapColours[];
  theme: MapTheme;
  numPoints: number;
}

const METHODS: { value: ProjectionMethod; label: string }[] = [
  { value: 'pca', label: 'PCA' },
  { value: 'tsne', label: 't-SNE' },
  { value: 'umap', label: 'UMAP' },
];
const WHICH: Which[] = ['items', 'users'];
/** Rows of the table: the most popular points. */
const TABLE_ROWS = 100;
const BUTTON_ZOOM = 1.5;

export function MapTools(props: MapToolsProps) {
  const { runs, run, beside, first, tool, onTool, view, panes, numPoints } = props;
  const { t } = useTranslation('map');
  const settings = useMapSettings();
  const { which, method, layout, colourBy, showNames, followTraining, change } = settings;
  const [exporting, setExporting] = useState(false);
  const options = runs.flatMap((each) =>
    WHICH.map((kind) => ({
      value: `${each.id} ${kind}`,
      label: t(kind === 'items' ? 'tools.itemsOf' : 'tools.usersOf', { run: each.label }),
    })),
  );
  const zoom = (factor: number) => {
    const area = { width: 0, height: 0 };
    view.set(zoomed(view.get(), factor, { x: 0, y: 0 }, area));
  };
  const mostPerplexity = Math.max(2, Math.floor((numPoints - 1) / 3));

  const status = run !== null && beside === null && <MapStatus run={run} mine={first} />;

  return (
    <div className={styles.tools}>
      <Segmented
        label={t('tools.method')}
        size="sm"
        options={METHODS}
        value={method}
        onChange={(value) => change({ method: value })}
      />
      <HelpTip label={t('tools.method')}>
        <p>{t('help.pca')}</p>
        <p>{t('help.tsne')}</p>
        <p>{t('help.umap')}</p>
      </HelpTip>
      <span className={styles.choice}>
        <span aria-hidden>{t('tools.of')}</span>
        <Select
          className={styles.of}
          label={t('tools.ofLabel')}
          hideLabel
          size="sm"
          value={`${run?.id} ${which}`}
          options={options}
          onChange={(value) => {
            const [runId, kind] = value.split(' ') as [string, Which];
            change({ runId, which: kind, ...(kind !== which && { chosen: null, selected: null }) });
          }}
        />
      </span>
      {runs.length > 1 && (
        <span className={styles.choice}>
          <span aria-hidden>{t('tools.beside')}</span>
          <Select
            className={styles.of}
            label={t('tools.besideLabel')}
            hideLabel
            size="sm"
            value={beside?.id ?? ''}
            options={[
              { value: '', label: t('tools.nothing') },
              ...runs.filter((each) => each !== run).map((each) => ({ value: each.id, label: each.label })),
            ]}
            onChange={(value) => change({ besideId: value === '' ? null : value })}
          />
        </span>
      )}
      <span className={styles.choice}>
        <span aria-hidden>{t('tools.colour')}</span>
        <Select
          className={styles.colour}
          label={t('tools.colour')}
          hideLabel
          size="sm"
          value={colourBy[which]}
          options={(which === 'items' ? ITEM_COLOURS : USER_COLOURS).map((value: ColourBy) => ({
            value,
            label: t(`colour.${value}`),
          }))}
          onChange={(value) => change({ colourBy: { ...colourBy, [which]: value } })}
        />
      </span>
      <div className={styles.end}>
        {method === 'pca' && status}
        {method === 'pca' && [run, beside].some((each) => each !== null && isInTraining(each)) && (
          <span data-testid="map-follow">
            <Toggle
              label={t('tools.follow')}
              checked={followTraining}
              onChange={(on) => change({ followTraining: on })}
            />
          </span>
        )}
        <IconButton size="sm" label={t('tools.zoomIn')} icon={ZoomIn} onClick={() => zoom(BUTTON_ZOOM)} />
        <IconButton size="sm" label={t('tools.zoomOut')} icon={ZoomOut} onClick={() => zoom(1 / BUTTON_ZOOM)} />
        <IconButton size="sm" label={t('tools.whole')} icon={Maximize} onClick={() => view.set(WHOLE)} />
        <IconButton
          size="sm"
          label={t('tools.lasso')}
          icon={Lasso}
          pressed={tool === 'lasso'}
          onClick={() => onTool(tool === 'lasso' ? 'move' : 'lasso')}
          data-testid="map-lasso"
        />
        {which === 'items' && (
          <IconButton
            size="sm"
            label={t('tools.names')}
            icon={Tags}
            pressed={showNames}
            onClick={() => change({ showNames: !showNames })}
          />
        )}
        {panes.some(isDrawn) && <PointTable {...props} drawn={panes.filter(isDrawn)} />}
        <IconButton
          size="sm"
          label={t('tools.export')}
          icon={Download}
          disabled={!panes.some(isDrawn)}
          onClick={() => setExporting(true)}
          data-testid="map-export"
        />
        <HelpTip label={t('tools.moving')}>
          <p>{t('help.moving')}</p>
          <p>{t('canvas.help')}</p>
        </HelpTip>
      </div>
      {method !== 'pca' && (
        <div className={styles.parameters}>
          <span className={styles.choice} data-testid="map-parameter">
            <span aria-hidden>{t(method === 'tsne' ? 'tools.perplexity' : 'tools.neighbours')}</span>
            {method === 'tsne' ? (
              <NumberField
                className={styles.number}
                label={t('tools.perplexity')}
                hideLabel
                size="sm"
                min={2}
                max={Math.min(200, mostPerplexity)}
                step={1}
                value={layout.perplexity}
                onChange={(perplexity) => change({ layout: { ...layout, perplexity } })}
              />
            ) : (
              <NumberField
                className={styles.number}
                label={t('tools.neighbours')}
                hideLabel
                size="sm"
                min={2}
                max={Math.min(200, Math.max(2, numPoints - 1))}
                step={1}
                value={layout.neighbours}
                onChange={(neighbours) => change({ layout: { ...layout, neighbours } })}
              />
            )}
            <HelpTip label={t(method === 'tsne' ? 'tools.perplexity' : 'tools.neighbours')}>
              <p>{t(method === 'tsne' ? 'help.perplexity' : 'help.neighbours')}</p>
            </HelpTip>
          </span>
          <span className={styles.choice} data-testid="map-seed">
            <span aria-hidden>{t('tools.seed')}</span>
            <NumberField
              className={styles.number}
              label={t('tools.seed')}
              hideLabel
              size="sm"
              min={0}
              max={2 ** 31 - 1}
              step={1}
              value={layout.seed}
              onChange={(seed) => change({ layout: { ...layout, seed } })}
            />
            <HelpTip label={t('tools.seed')}>
              <p>{t('help.seed')}</p>
            </HelpTip>
          </span>
          {status}
        </div>
      )}
      <ExportDialog {...props} open={exporting} onClose={() => setExporting(false)} />
    </div>
  );
}

export type DrawnColours = MapColours & { run: Run; map: DrawnMap; colouring: Colouring };

export function isDrawn(pane: MapColours): pane is DrawnColours {
  return pane.run !== null && pane.map !== null && pane.colouring !== null;
}

/** The most popular points as a table: where they lie on each map. */
function PointTable({ drawn, facts }: MapToolsProps & { drawn: DrawnColours[] }) {
  const { t } = useTranslation('map');
  const { which, colourBy } = useMapSettings();
  const nameOf = useClassName(colourBy[which]);
  const rows = mostPopularRows(drawn[0].map.shown.rows, facts.counts, TABLE_ROWS);
  // one map needs no name
  const of = (label: string, run: Run) => (drawn.length === 1 ? label : t('table.of', { of: label, run: run.label }));
  const isMeasured = colourBy[which] === 'error' || colourBy[which] === 'ndcg';
  const classed = isMeasured ? drawn : drawn.slice(0, 1);
  const places = drawn.map(({ map }) => placesOf(map));
  const classAt = ({ colouring }: DrawnColours, point: number | undefined) =>
    point === undefined || colouring.classes.length === 0 ? null : nameOf(colouring.classes[colouring.classOf[point]]);
  return (
    <TableTwin
      caption={t('table.caption', { count: rows.length })}
      columns={[
        { key: 'name', label: t(which === 'items' ? 'table.film' : 'table.user') },
        ...classed.map(({ run }, at) => ({
          key: `class${at}`,
          label: isMeasured ? of(t(`colour.${colourBy[which]}`), run) : t(`colour.${colourBy[which]}`),
        })),
        { key: 'count', label: t(which === 'items' ? 'table.ratings' : 'table.films'), numeric: true },
        ...drawn.flatMap(({ run }, at) => [
          { key: `x${at}`, label: of('x', run), numeric: true },
          { key: `y${at}`, label: of('y', run), numeric: true },
        ]),
      ]}
      rows={rows.map((row) => ({
        key: row,
        name: facts.nameOf(row),
        count: facts.counts?.[row] ?? null,
        ...Object.fromEntries(classed.map((pane, at) => [`class${at}`, classAt(pane, places[at].get(row)?.point)])),
        ...Object.fromEntries(
          places.flatMap((of, at) => [
            [`x${at}`, of.get(row)?.x ?? null],
            [`y${at}`, of.get(row)?.y ?? null],
          ]),
        ),
      }))}
      format={(value, column) =>
        value === null || value === undefined
          ? '–'
          : /^[xy]\d$/.test(column)
            ? formatDecimal(Number(value), 4)
            : String(value)
      }
    />
  );
}
