/** One row of a map in words and bars: what is looked at after a film, and what the model then expects. */
import { ArrowDown, ArrowUp, Check, CornerDownRight, Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { cx } from '@/components/cx';
import { formatCount, formatDecimal } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { IconButton } from '@/components/IconButton';
import { modelStyle } from '@/components/modelStyle';
import { Spinner } from '@/components/Spinner';
import type { DatasetSummary, Item } from '@/data/types';
import type { AttentionMaps } from '@/models/attention';
import type { Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import type { SequenceOf, UserHistory } from '@/worker/protocol';
import { historyStrip } from '../historyStrip';
import { epochOf } from '../inside/insideRuns';
import { formatPart } from '../why/formatPart';
import { mainParts } from '../why/mainParts';
import { PartBars } from '../why/PartBars';
import { type Cell, strongestOf } from './attentionMaps';
import { OrderPart } from './OrderPart';
import styles from './RowPanel.module.css';

export interface RowPanelProps {
  summary: DatasetSummary;
  items: Item[];
  history: UserHistory;
  run: Run;
  maps: AttentionMaps;
  /** [n * n] */
  map: Float32Array;
  of: SequenceOf;
  /** the whole sequence */
  films: readonly number[];
  isChanged: boolean;
  /** places in the whole sequence */
  chosen: Cell;
  onChoose: (cell: Cell) => void;
  /** puts a film behind the row's */
  onAdd: (film: number) => void;
}

const MOST_PARTS = 6;
const EXPECTED = 5;

export function RowPanel(props: RowPanelProps) {
  const { items, history, run, maps, map, films, isChanged, chosen, onChoose } = props;
  const { t } = useTranslation('attention');
  const length = maps.items.length;
  const [row, column] = [chosen.row - maps.numEarlier, chosen.column - maps.numEarlier];
  // while the next map is asked for, the one before may be longer or shorter
  const film = maps.items[row];
  const looked = maps.items[column];
  const weights = Array.from(map.subarray(row * length, row * length + row + 1));
  const { main, numRest, rest } = mainParts(
    weights.map((value, place) => ({ item: place, value })),
    MOST_PARTS,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const goTo = (next: number) =>
    onChoose({ row: maps.numEarlier + next, column: maps.numEarlier + strongestOf(map, length, next) });
  const { hue } = modelStyle(run.request.model);
  const title = (item: number) => items[item].title;

  return (
    <Card
      className={styles.panel}
      title={t('row.title', { title: title(film) })}
      actions={
        <>
          <IconButton
            size="sm"
            icon={ArrowUp}
            label={t('row.before')}
            disabled={row === 0}
            onClick={() => goTo(row - 1)}
          />
          <IconButton
            size="sm"
            icon={ArrowDown}
            label={t('row.after')}
            disabled={row === length - 1}
            onClick={() => goTo(row + 1)}
            data-testid="attention-next-row"
          />
        </>
      }
    >
      <p className={styles.cell} data-testid="attention-cell" data-weight={map[row * length + column]}>
        <span>
          {t('row.looksAt')} <strong>{title(looked)}</strong>
        </span>
        <strong>{formatDecimal(map[row * length + column], 3)}</strong>
      </p>
      <section className={styles.section}>
        <h3 className={styles.heading}>
          {t('row.whole')}
          <span className={styles.sum} data-testid="attention-sum" data-value={total}>
            <Check size="1em" aria-hidden /> {t('row.sum', { sum: formatDecimal(total, 3) })}
          </span>
        </h3>
        <PartBars
          label={t('row.whole')}
          hue={hue}
          bars={[
            ...main.map(({ item: place, value }) => ({
              key: String(place),
              label: place === column ? <strong>{title(maps.items[place])}</strong> : title(maps.items[place]),
              value,
            })),
            ...(numRest === 0
              ? []
              : [
                  {
                    key: 'rest',
                    label: t('row.rest', { count: numRest, number: formatCount(numRest) }),
                    value: rest,
                    isRest: true,
                  },
                ]),
          ]}
          format={(value) => formatDecimal(value, 3)}
        />
      </section>
      <Expectation {...props} place={row} next={nextOf(history, films, chosen.row, isChanged)} />
      {!isChanged && <OrderPart run={run} history={history} hue={hue} />}
      <p className={styles.foot}>
        <Info size="1em" aria-hidden />
        <span>
          {t('notCause')} <a href="#inspect/lists">{t('seeWhy')}</a>
        </span>
      </p>
    </Card>
  );
}

interface Next {
  film: number;
  /** it happened; else it is only next in a sequence of one's own */
  isReal: boolean;
}

/** What comes after a place: the next film of the sequence, or after the last one what was held out. */
function nextOf(history: UserHistory, films: readonly number[], place: number, isChanged: boolean): Next | null {
  if (place + 1 < films.length) return { film: films[place + 1], isReal: !isChanged };
  if (isChanged) return null;
  const heldOut = historyStrip(history, 0).heldOut[0];
  return heldOut ? { film: heldOut.itemIndex, isReal: true } : null;
}

function Expectation(props: RowPanelProps & { place: number; next: Next | null }) {
  const { run, of, items, films, place, next, onAdd } = props;
  const { t } = useTranslation('attention');
  const { value, error, asking } = useAnswer(
    async (client) => unwrap(await client.expectedAfter(run.id, of, place, EXPECTED, next?.film ?? null)),
    [epochOf(run), JSON.stringify(of), place, next?.film],
  );
  const asked = value?.asked ?? null;
  const isListed = value?.list.some(({ itemIndex }) => itemIndex === asked?.itemIndex);
  const line = (itemIndex: number, score: number, rank: number) => (
    <li
      key={itemIndex}
      className={cx(styles.film, itemIndex === asked?.itemIndex && (isListed ? styles.ringed : styles.dashed))}
      data-testid="expected-film"
      data-item-index={itemIndex}
      data-score={score}
      data-rank={rank}
    >
      <span className={styles.rank}>{formatCount(rank)}</span>
      <span className={styles.name} title={items[itemIndex].title}>
        {items[itemIndex].title}
      </span>
      {itemIndex === asked?.itemIndex && (
        <span className={styles.note}>{t(next?.isReal ? 'expected.really' : 'expected.yours')}</span>
      )}
      <span className={styles.score}>{formatPart(score)}</span>
      {films.includes(itemIndex) ? (
        <span />
      ) : (
        <IconButton
          size="sm"
          icon={CornerDownRight}
          label={t('expected.add', { title: items[itemIndex].title })}
          onClick={() => onAdd(itemIndex)}
          className={styles.add}
        />
      )}
    </li>
  );
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>
        <span>
          {t('expected.title')}
          <HelpTip label={t('expected.title')}>
            <p>{t('expected.help')}</p>
          </HelpTip>
        </span>
        <span className={styles.note}>{t('expected.score')}</span>
      </h3>
      {error !== null ? (
        <p className={styles.note}>{error.message}</p>
      ) : value === null ? (
        <Spinner />
      ) : (
        <ol className={cx(styles.films, asking && styles.asking)} data-testid="expected" data-answered={!asking}>
          {value.list.map(({ itemIndex, score }, index) => line(itemIndex, score, index + 1))}
          {asked !== null && !isListed && line(asked.itemIndex, asked.score, asked.rank)}
        </ol>
      )}
    </section>
  );
}
