/** Next item: what a model that reads the order expects after any part of a user's history, or after another order. */
import { ChartLine, Grid3x3, ListOrdered, RotateCcw, Shuffle } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { cx } from '@/components/cx';
import { EmptyState } from '@/components/EmptyState';
import { formatCount, formatDuration } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { ModelSwatch } from '@/components/ModelSwatch';
import { Select } from '@/components/Select';
import { Slider } from '@/components/Slider';
import { Spinner } from '@/components/Spinner';
import { View, ViewBar } from '@/components/View';
import type { Item } from '@/data/types';
import type { ModelId } from '@/models/types';
import { useChosenUser } from '@/state/chosenUser';
import { useRuns } from '@/state/runs';
import { isOnData, type Run } from '@/state/runTypes';
import { goTo } from '@/state/ui';
import { useAnswer } from '@/state/useAnswer';
import type { UserHistory } from '@/worker/protocol';
import { movements } from '../../train/movement';
import { seeAttention } from '../attention/attentionSettings';
import { hasWeights } from '../chosenRuns';
import { historyStrip } from '../historyStrip';
import { RingLegend } from '../RingLegend';
import type { InspectViewProps } from '../views';
import { FilmRow } from '../you/FilmRow';
import { OrderedFilms } from '../you/OrderedFilms';
import { useMadeUpList } from '../you/useMadeUpList';
import styles from './NextView.module.css';

const UserSearch = lazy(() => import('../UserSearch'));

/** Models that read the order, the one that reads all of it first. */
const ORDERED: ModelId[] = ['sasrec', 'markov'];

export default function NextView({ summary, items, tabs }: InspectViewProps) {
  const { t } = useTranslation(['you', 'inspect']);
  const { userIndex, choose } = useChosenUser();
  const allRuns = useRuns((state) => state.runs);
  const [wanted, setWanted] = useState<string | null>(null);
  const runs = useMemo(
    () =>
      ORDERED.flatMap((model) =>
        allRuns
          .filter((run) => run.request.model === model && isOnData(run, summary.key) && hasWeights(run))
          .toReversed(),
      ),
    [allRuns, summary.key],
  );
  const run = runs.find(({ id }) => id === wanted) ?? runs[0];
  const { value } = useAnswer((client) => client.userHistory(summary.key, userIndex), [summary.key, userIndex]);
  const history = value?.userIndex === userIndex ? value : null;

  return (
    <View>
      <ViewBar>
        {tabs}
        <Suspense fallback={<Spinner />}>
          <UserSearch datasetKey={summary.key} userId={history?.userId ?? ''} onChoose={choose} />
        </Suspense>
        <Button
          variant="secondary"
          icon={Shuffle}
          onClick={() => choose(Math.floor(Math.random() * summary.after.users))}
        >
          {t('inspect:bar.random')}
        </Button>
        {run !== undefined && (
          <span className={styles.run}>
            <ModelSwatch model={run.request.model} />
            <Select
              label={t('you:next.run')}
              hideLabel
              value={run.id}
              options={runs.map(({ id, label }) => ({ value: id, label }))}
              onChange={setWanted}
            />
          </span>
        )}
      </ViewBar>
      {run === undefined ? (
        <Card centred>
          <EmptyState
            icon={ListOrdered}
            title={t('you:next.noneTitle')}
            action={
              <Button variant="primary" icon={ChartLine} onClick={() => goTo('train')}>
                {t('inspect:empty.train')}
              </Button>
            }
          >
            {t('you:next.none')}
          </EmptyState>
        </Card>
      ) : history === null ? (
        <Card centred>
          <Spinner />
        </Card>
      ) : (
        <Sequence
          key={`${summary.key} ${userIndex}`}
          datasetKey={summary.key}
          run={run}
          history={history}
          items={items}
        />
      )}
    </View>
  );
}

const SHOWN = 10;
/** So far down the list it is said where a film stands. */
const MOST_RANKED = 500;

function Sequence(props: { datasetKey: string; run: Run; history: UserHistory; items: Item[] }) {
  const { datasetKey, run, history, items } = props;
  const { t } = useTranslation('you');
  const strip = useMemo(() => historyStrip(history, Number.POSITIVE_INFINITY), [history]);
  const original = useMemo(() => strip.known.map(({ itemIndex }) => itemIndex), [strip]);
  const heldOut = useMemo(() => strip.heldOut.map(({ itemIndex }) => itemIndex), [strip]);
  const [films, setFilms] = useState(original);
  const [length, setLength] = useState(original.length);
  const [marked, setMarked] = useState<number | null>(null);
  const used = Math.min(length, films.length);
  const prefix = useMemo(() => films.slice(0, used), [films, used]);
  const { answer, before, error, asking } = useMadeUpList(run, prefix, MOST_RANKED);

  const ranked = answer?.list.map(({ itemIndex }) => itemIndex) ?? [];
  const list = ranked.slice(0, SHOWN);
  // Where a film was before, beyond the ten too: so that the mark says how far it came.
  const moved = movements(list, before);
  const isChanged = films.length !== original.length || films.some((film, place) => film !== original[place]);
  const isWhole = !isChanged && used === films.length;
  const later = [...films.slice(used), ...heldOut];
  const next = isChanged ? null : (later[0] ?? null);
  const rankOfNext = next === null ? -1 : ranked.indexOf(next);

  return (
    <div className={styles.besides}>
      <Card
        className={styles.sequence}
        title={t('next.sequence', { id: history.userId })}
        actions={
          <>
            <HelpTip label={t('next.sequence', { id: history.userId })}>
              <p>{t('next.help')}</p>
            </HelpTip>
            {isChanged && (
              <Button
                variant="ghost"
                size="sm"
                icon={RotateCcw}
                onClick={() => setFilms(original)}
                data-testid="next-reset"
              >
                {t('next.reset')}
              </Button>
            )}
          </>
        }
      >
        {films.length > 1 && (
          <div className={styles.slider} data-testid="next-prefix">
            <Slider
              label={t('next.prefix', { length: formatCount(used), number: formatCount(films.length) })}
              value={used}
              min={1}
              max={films.length}
              step={1}
              onChange={(value) => setLength(Math.round(value))}
            />
          </div>
        )}
        <div className={styles.films}>
          <OrderedFilms
            label={t('next.sequence', { id: history.userId })}
            items={items}
            films={films}
            used={used}
            onChange={setFilms}
          />
        </div>
      </Card>
      <Card
        className={styles.answer}
        title={t('next.title', { model: run.label })}
        subtitle={before === null ? undefined : t('next.marks')}
        actions={
          <>
            {answer !== null && <span className={styles.muted}>{formatDuration(answer.elapsedMs)}</span>}
            {run.request.model === 'sasrec' && prefix.length > 0 && (
              <Button
                variant="secondary"
                size="sm"
                icon={Grid3x3}
                onClick={() =>
                  seeAttention(run.id, isWhole ? null : { datasetKey, userIndex: history.userIndex, films: prefix })
                }
                data-testid="see-attention"
              >
                {t('next.seeAttention')}
              </Button>
            )}
          </>
        }
      >
        {films.length === 0 ? (
          <p className={styles.muted}>{t('next.empty')}</p>
        ) : error !== null ? (
          <p className={styles.muted}>{error.code === 'cancelled' ? t('moved') : error.message}</p>
        ) : answer === null ? (
          <Spinner />
        ) : (
          <>
            <p className={styles.note} data-testid="next-truth">
              {next === null
                ? t(isChanged ? 'next.changed' : 'next.noLater')
                : rankOfNext < 0
                  ? t('next.farther', { title: items[next].title, number: formatCount(MOST_RANKED) })
                  : t('next.truth', { title: items[next].title, rank: formatCount(rankOfNext + 1) })}
            </p>
            <ol className={cx(styles.list, asking && styles.asking)} data-testid="next-list" data-answered={!asking}>
              {list.map((film, place) => (
                <FilmRow
                  key={film}
                  item={items[film]}
                  itemIndex={film}
                  rank={place + 1}
                  movement={moved[place]}
                  isRinged={later.includes(film)}
                  isMarked={marked === film}
                  onMark={() => setMarked(marked === film ? null : film)}
                />
              ))}
            </ol>
            <p className={styles.legend}>
              <RingLegend>{t('next.ring')}</RingLegend>
            </p>
          </>
        )}
      </Card>
    </div>
  );
}
