/** The maps: one run's, or several beside each other, of one block and head or of all. */
import { Download, Grid2x2, ImageDown, ListOrdered, Plus, RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { cx } from '@/components/cx';
import { formatDecimal } from '@/components/format';
import { IconButton } from '@/components/IconButton';
import { ModelSwatch } from '@/components/ModelSwatch';
import { Segmented } from '@/components/Segmented';
import { Select } from '@/components/Select';
import { Spinner } from '@/components/Spinner';
import { saveBlob } from '@/components/saveBlob';
import { TableTwin } from '@/components/TableTwin';
import { Tag } from '@/components/Tag';
import { useDatasetName } from '@/components/useDatasetName';
import { useThemed } from '@/components/useThemed';
import type { DatasetSummary, Item } from '@/data/types';
import type { Run } from '@/state/runTypes';
import type { UserHistory } from '@/worker/protocol';
import { MAX_COLUMNS } from '../chosenRuns';
import { RunStateTag } from '../RunStateTag';
import { AttentionCanvas } from './AttentionCanvas';
import styles from './AttentionCard.module.css';
import { AttentionThumb } from './AttentionThumb';
import { attentionCsv } from './attentionCsv';
import { type Cell, clampedCell, clampedTo, type Head, mapOf } from './attentionMaps';
import { attentionPicture } from './attentionPicture';
import { useAttentionSettings } from './attentionSettings';
import { attentionTheme } from './drawAttention';
import { HowToRead } from './HowToRead';
import { dateOf, type Pane } from './panes';
import type { Attentions } from './useAttentions';

export interface AttentionCardProps {
  summary: DatasetSummary;
  items: Item[];
  history: UserHistory;
  /** that can be asked */
  runs: Run[];
  shown: Run[];
  /** of the shown runs that have answered */
  panes: Pane[];
  attentions: Attentions;
  /** of the scale, shared by all maps */
  end: number;
  /** the run that the panel beside tells about */
  active: Run;
  onActive: (runId: string) => void;
  /** places in the whole sequence; null until there is a map */
  chosen: Cell | null;
  onChoose: (cell: Cell) => void;
  isChanged: boolean;
  onReset: () => void;
}

/** More films than this make a table that nobody reads and that browsers are slow with: the newest are shown. */
const MOST_IN_TABLE = 80;

export function AttentionCard(props: AttentionCardProps) {
  const { summary, items, history, runs, shown, panes, attentions, end, active, onActive, chosen, onChoose } = props;
  const { t } = useTranslation('attention');
  const { block, head, showAll, editing, change } = useAttentionSettings();
  const theme = useThemed(attentionTheme);
  const datasetName = useDatasetName(summary);
  const numBlocks = Math.max(...shown.map(({ request }) => request.config.numBlocks as number));
  const numHeads = Math.max(...shown.map(({ request }) => request.config.numHeads as number));
  const notShown = runs.filter((run) => !shown.includes(run));
  const activePane = panes.find(({ run }) => run === active) ?? panes[0];
  const isAlone = shown.length === 1;
  const setRuns = (ids: string[]) => change({ runIds: ids });

  const mapName = (at: { block: number; head: Head }, heads: number) =>
    heads === 1
      ? t('map.block', { block: at.block + 1 })
      : at.head === 'mean'
        ? t('map.mean', { block: at.block + 1 })
        : t('map.head', { block: at.block + 1, head: at.head + 1 });
  const allOf = (pane: Pane) => {
    const { maps } = pane;
    return Array.from({ length: maps.numBlocks * maps.numHeads }, (_, index) => ({
      block: Math.floor(index / maps.numHeads),
      head: index % maps.numHeads,
    }));
  };
  const say = (pane: Pane, cell: Cell) =>
    t('cell', {
      row: items[pane.maps.items[cell.row]].title,
      column: items[pane.maps.items[cell.column]].title,
      weight: formatDecimal(pane.map[cell.row * pane.maps.items.length + cell.column], 3),
    });

  const savePicture = async (pane: Pane) => {
    const { maps, run } = pane;
    const at = showAll ? allOf(pane) : [pane];
    const blob = await attentionPicture({
      title: t('export.pictureTitle', { run: run.label, user: history.userId, data: datasetName }),
      subtitle: props.isChanged ? t('changed') : null,
      names: Array.from(maps.items, (item) => items[item].title),
      maps: at.map((one) => ({ name: mapName(one, maps.numHeads), map: mapOf(maps, one.block, one.head) })),
      perLine: showAll ? maps.numHeads : 1,
      end,
      theme,
    });
    saveBlob(blob, `${fileName(pane)}.png`);
  };
  const saveNumbers = ({ maps, run }: Pane) => {
    const text = attentionCsv(run.label, maps, items);
    saveBlob(new Blob([text], { type: 'text/csv' }), `attention-${run.id}.csv`);
  };
  const fileName = (pane: Pane) =>
    ['attention', pane.run.id, showAll ? 'all' : `block${pane.block + 1}`, ...(showAll ? [] : [pane.head])].join('-');

  const runChoice = (run: Run) => (
    <span className={styles.run}>
      <ModelSwatch model={run.request.model} />
      {runs.length === 1 ? (
        <strong>{run.label}</strong>
      ) : (
        <Select
          label={t('run')}
          hideLabel
          size="sm"
          value={run.id}
          options={[run, ...notShown].map(({ id, label }) => ({ value: id, label }))}
          onChange={(id) => setRuns(shown.map((other) => (other === run ? id : other.id)))}
        />
      )}
      <RunStateTag run={run} />
    </span>
  );

  return (
    <Card className={styles.card}>
      <header className={styles.tools}>
        {isAlone && runChoice(shown[0])}
        {!showAll && (
          <>
            {numBlocks > 1 && (
              <Segmented
                size="sm"
                label={t('tools.block')}
                options={Array.from({ length: numBlocks }, (_, k) => ({
                  value: String(k),
                  label: t('map.block', { block: k + 1 }),
                }))}
                value={String(Math.min(block ?? numBlocks - 1, numBlocks - 1))}
                onChange={(value) => change({ block: Number(value) })}
              />
            )}
            {numHeads > 1 ? (
              <Segmented
                size="sm"
                label={t('tools.head')}
                options={[
                  { value: 'mean', label: t('tools.mean') },
                  ...Array.from({ length: numHeads }, (_, k) => ({
                    value: String(k),
                    label: t('tools.oneHead', { head: k + 1 }),
                  })),
                ]}
                value={String(head)}
                onChange={(value) => change({ head: value === 'mean' ? value : Number(value) })}
              />
            ) : (
              <span className={styles.muted} title={t('tools.singleHelp')} data-testid="attention-single-head">
                {t('tools.single')}
              </span>
            )}
          </>
        )}
        {numBlocks * numHeads > 1 && (
          <IconButton
            size="sm"
            icon={Grid2x2}
            label={t('tools.all')}
            pressed={showAll}
            onClick={() => change({ showAll: !showAll })}
            data-testid="attention-all"
          />
        )}
        {props.isChanged && (
          <>
            <Tag tone="accent">{t('changed')}</Tag>
            <Button variant="ghost" size="sm" icon={RotateCcw} onClick={props.onReset}>
              {t('reset')}
            </Button>
          </>
        )}
        <span className={styles.actions}>
          <Button
            variant="secondary"
            size="sm"
            icon={ListOrdered}
            aria-pressed={editing}
            onClick={() => change({ editing: !editing })}
            data-testid="attention-edit"
          >
            {t('tools.edit')}
          </Button>
          {notShown.length > 0 && shown.length < MAX_COLUMNS && (
            <Button
              variant="secondary"
              size="sm"
              icon={Plus}
              onClick={() => setRuns([...shown.map(({ id }) => id), notShown[0].id])}
              data-testid="attention-add-run"
            >
              {t('tools.add')}
            </Button>
          )}
          {activePane && (
            <>
              <PaneTable pane={activePane} items={items} name={mapName(activePane, activePane.maps.numHeads)} />
              <IconButton
                size="sm"
                icon={ImageDown}
                label={t('export.png')}
                onClick={() => void savePicture(activePane)}
                data-testid="attention-png"
              />
              <IconButton
                size="sm"
                icon={Download}
                label={t('export.csv')}
                onClick={() => saveNumbers(activePane)}
                data-testid="attention-csv"
              />
            </>
          )}
        </span>
      </header>
      <div className={cx(styles.panes, isAlone && styles.alone)}>
        {panes.length > 0 && <HowToRead end={end} theme={theme} isAside={isAlone && !showAll} hasCells={!showAll} />}
        <div className={styles.grid} style={{ '--columns': Math.min(2, shown.length) } as React.CSSProperties}>
          {shown.map((run) => {
            const pane = panes.find((other) => other.run.id === run.id);
            const answer = attentions.of.get(run.id);
            return (
              <section
                key={run.id}
                className={cx(
                  styles.pane,
                  attentions.asking && styles.asking,
                  !isAlone && run === active && styles.active,
                )}
                aria-label={run.label}
                onPointerDownCapture={() => onActive(run.id)}
                onFocusCapture={() => onActive(run.id)}
                data-testid="attention-pane"
                data-run-id={run.id}
                data-answered={!attentions.asking && pane !== undefined}
              >
                {!isAlone && (
                  <header className={styles.paneHeader}>
                    {runChoice(run)}
                    {pane && <span className={styles.muted}>{mapName(pane, pane.maps.numHeads)}</span>}
                    <IconButton
                      size="sm"
                      icon={X}
                      label={t('close', { run: run.label })}
                      onClick={() => setRuns(shown.filter((other) => other !== run).map(({ id }) => id))}
                    />
                  </header>
                )}
                {answer?.error ? (
                  <p className={styles.muted}>{answer.error.message}</p>
                ) : !pane || chosen === null ? (
                  <div className={styles.waiting}>
                    {answer?.maps?.items.length === 0 ? <p className={styles.muted}>{t('empty')}</p> : <Spinner />}
                  </div>
                ) : showAll ? (
                  <div className={styles.thumbs} style={{ '--heads': pane.maps.numHeads } as React.CSSProperties}>
                    {allOf(pane).map((at) => {
                      const name = mapName(at, pane.maps.numHeads);
                      return (
                        <AttentionThumb
                          key={name}
                          map={mapOf(pane.maps, at.block, at.head)}
                          length={pane.maps.items.length}
                          end={end}
                          chosen={inMap(pane, chosen)}
                          name={name}
                          label={t('map.open', { name })}
                          onOpen={() => change({ ...clampedTo(pane.maps, at.block, at.head), showAll: false })}
                        />
                      );
                    })}
                  </div>
                ) : (
                  <PaneCanvas {...props} pane={pane} chosen={chosen} onChoose={onChoose} say={say} mapName={mapName} />
                )}
              </section>
            );
          })}
        </div>
      </div>
    </Card>
  );
}

/** A cell of the sequence within a run's map. */
function inMap({ maps }: Pane, cell: Cell): Cell {
  const { row, column } = clampedCell(cell, maps.numEarlier, maps.items.length);
  return { row: row - maps.numEarlier, column: column - maps.numEarlier };
}

function PaneCanvas(
  props: AttentionCardProps & {
    pane: Pane;
    chosen: Cell;
    say: (pane: Pane, cell: Cell) => string;
    mapName: (at: { block: number; head: Head }, heads: number) => string;
  },
) {
  const { pane, items, history, end, chosen, onChoose, say, mapName } = props;
  const { t } = useTranslation('attention');
  const { maps } = pane;
  const about = (place: number) => {
    const film = maps.items[place];
    const date = dateOf(history, film);
    return [items[film].title, items[film].year === null ? '' : ` (${items[film].year})`, date && ` · ${date}`].join(
      '',
    );
  };
  return (
    <AttentionCanvas
      map={pane.map}
      names={namesOf(maps.items, items)}
      end={end}
      chosen={inMap(pane, chosen)}
      onChoose={({ row, column }) => onChoose({ row: row + maps.numEarlier, column: column + maps.numEarlier })}
      label={t('map.label', {
        run: pane.run.label,
        name: mapName(pane, maps.numHeads),
        count: maps.items.length,
      })}
      help={t('map.help')}
      tell={(cell) => say(pane, cell)}
      tooltip={({ row, column }) => (
        <>
          <p>
            <span className={styles.muted}>{t('tooltip.after')}</span> {about(row)}
          </p>
          <p>
            <span className={styles.muted}>{t('tooltip.looksAt')}</span> {about(column)}
          </p>
          <p className={styles.weight}>{formatDecimal(pane.map[row * maps.items.length + column], 3)}</p>
        </>
      )}
      testId="attention-map"
    />
  );
}

const nameLists = new WeakMap<Int32Array, string[]>();

/** The same list for the same films, so that nothing is drawn again for nothing. */
function namesOf(films: Int32Array, items: Item[]): string[] {
  let names = nameLists.get(films);
  if (!names) {
    names = Array.from(films, (film) => items[film].title);
    nameLists.set(films, names);
  }
  return names;
}

function PaneTable({ pane, items, name }: { pane: Pane; items: Item[]; name: string }) {
  const { t } = useTranslation('attention');
  const { maps, map, run } = pane;
  const length = maps.items.length;
  const first = Math.max(0, length - MOST_IN_TABLE);
  const places = Array.from({ length: length - first }, (_, index) => first + index);
  const title = (place: number) => `${maps.numEarlier + place + 1}. ${items[maps.items[place]].title}`;
  const caption = t('table.caption', { run: run.label, name });
  return (
    <TableTwin
      caption={first === 0 ? caption : t('table.latest', { caption, count: places.length })}
      columns={[
        { key: 'film', label: t('table.film') },
        ...places.map((place) => ({ key: String(place), label: title(place), numeric: true })),
      ]}
      rows={places.map((row) => ({
        key: row,
        film: title(row),
        ...Object.fromEntries(
          places.map((column) => [String(column), column <= row ? map[row * length + column] : null]),
        ),
      }))}
      format={(value) => (typeof value === 'number' ? formatDecimal(value, 4) : (value ?? '').toString())}
    />
  );
}
