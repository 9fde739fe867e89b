/** You: mark films as liked, and every model that is trained answers at once. */
import { Plus, RotateCcw, UserRoundPlus } from 'lucide-react';
import { Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { formatCount } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { View, ViewBar } from '@/components/View';
import { useRuns } from '@/state/runs';
import { isOnData } from '@/state/runTypes';
import { useAnswer } from '@/state/useAnswer';
import { useColumns } from '../useColumns';
import type { InspectViewProps } from '../views';
import { useEscape } from '../why/useEscape';
import { WhyDrawer } from '../why/WhyDrawer';
import { FilmSearch } from './FilmSearch';
import { OrderedFilms } from './OrderedFilms';
import { readFilms, writeFilms } from './storedFilms';
import { useRoundTrip } from './useRoundTrip';
import { YouColumn } from './YouColumn';
import styles from './YouView.module.css';
import { MOST_ANSWERS, oneOfEach, yourRuns } from './yourRuns';

/** Fewer say little about anybody. */
const ENOUGH = 5;
const SUGGESTED = 15;

export default function YouView({ summary, items, tabs }: InspectViewProps) {
  const { t } = useTranslation('you');
  const { fingerprint } = summary;
  const allRuns = useRuns((state) => state.runs);
  const [films, setFilms] = useState(() => readFilms(fingerprint, items));
  const [explained, setExplained] = useState<{ runId: string; itemIndex: number } | null>(null);
  const { value: popularity } = useAnswer((client) => client.popularity(summary.key), [summary.key]);
  const runs = useMemo(() => yourRuns(allRuns.filter((run) => isOnData(run, summary.key))), [allRuns, summary.key]);
  const { columns, others, add: addColumn, replace, close: closeColumn } = useColumns(runs, oneOfEach, MOST_ANSWERS);
  const { taken, begin, answered } = useRoundTrip();
  const change = (next: number[]) => {
    begin(
      next,
      columns.map(({ id }) => id),
    );
    setFilms(next);
    writeFilms(fingerprint, items, next);
  };
  const add = (film: number) => change([...films, film]);
  const close = useCallback(() => {
    setExplained((before) => {
      // back to the film that opened it
      if (before !== null) {
        document
          .querySelector<HTMLElement>(
            `[data-run-id="${CSS.escape(before.runId)}"] button[data-item-index="${before.itemIndex}"]`,
          )
          ?.focus();
      }
      return null;
    });
  }, []);
  useEscape(explained !== null, close);
  const toggle = useCallback((runId: string, itemIndex: number) => {
    setExplained((before) => (before?.runId === runId && before.itemIndex === itemIndex ? null : { runId, itemIndex }));
  }, []);
  const explainedRun = films.length > 0 ? columns.find(({ id }) => id === explained?.runId) : undefined;
  const suggested = useMemo(() => mostPopular(popularity, SUGGESTED), [popularity]).filter(
    (film) => !films.includes(film),
  );

  return (
    <View>
      <ViewBar>
        {tabs}
        <FilmSearch items={items} popularity={popularity} without={films} onChoose={add} />
      </ViewBar>
      <div className={styles.besides}>
        <Card
          className={styles.films}
          title={t('films.title')}
          actions={
            <>
              <HelpTip label={t('films.title')}>
                <p>{t('films.help')}</p>
              </HelpTip>
              {films.length > 0 && (
                <Button variant="ghost" size="sm" icon={RotateCcw} onClick={() => change([])} data-testid="you-clear">
                  {t('films.clear')}
                </Button>
              )}
            </>
          }
        >
          <p className={styles.note}>
            {films.length < ENOUGH
              ? t('films.more', { count: ENOUGH - films.length, number: formatCount(ENOUGH - films.length) })
              : t('films.order')}
          </p>
          <OrderedFilms label={t('films.title')} items={items} films={films} onChange={change} />
          {suggested.length > 0 && films.length < ENOUGH && (
            <>
              <h3 className={styles.suggestHeading}>{t('films.suggested')}</h3>
              <ul className={styles.suggestions}>
                {suggested.map((film) => (
                  <li key={film}>
                    <button
                      type="button"
                      className={styles.suggestion}
                      title={[items[film].title, items[film].year].filter(Boolean).join(', ')}
                      onClick={() => add(film)}
                      data-testid="you-suggestion"
                      data-item-index={film}
                    >
                      {items[film].title}
                    </button>
                  </li>
                ))}
              </ul>
            </>
          )}
        </Card>
        <Card
          className={styles.answers}
          title={t('answers.title')}
          subtitle={films.length > 0 ? t('answers.subtitle') : undefined}
          actions={
            films.length > 0 && (
              <>
                {taken !== null && (
                  <span
                    className={styles.taken}
                    title={t('answers.takenHelp')}
                    data-testid="you-answered"
                    data-answered={taken.films === films}
                    data-ms={taken.ms}
                    data-lists={taken.count}
                  >
                    {t('answers.taken', { number: formatCount(taken.ms) })}
                  </span>
                )}
                {addColumn !== null && (
                  <Button variant="secondary" size="sm" icon={Plus} onClick={addColumn} data-testid="you-add">
                    {t('answers.add')}
                  </Button>
                )}
              </>
            )
          }
        >
          {films.length === 0 ? (
            <div className={styles.empty}>
              <UserRoundPlus className={styles.icon} aria-hidden />
              <p>{t('answers.empty')}</p>
            </div>
          ) : runs.length === 0 ? (
            <div className={styles.empty}>
              <p>{t('answers.noRuns')}</p>
            </div>
          ) : (
            <div className={styles.columns}>
              {columns.map((run) => (
                <YouColumn
                  key={run.id}
                  run={run}
                  others={others}
                  items={items}
                  films={films}
                  marked={explained?.itemIndex ?? null}
                  onMark={toggle}
                  onAnswered={answered}
                  onReplace={(id) => replace(run, id)}
                  onClose={closeColumn && (() => closeColumn(run))}
                />
              ))}
            </div>
          )}
        </Card>
        {explained !== null && explainedRun !== undefined && (
          // Its texts come when it is first opened: the lists stay meanwhile.
          <Suspense fallback={null}>
            <WhyDrawer
              run={explainedRun}
              of={{ items: films }}
              itemIndex={explained.itemIndex}
              items={items}
              onClose={close}
            />
          </Suspense>
        )}
      </div>
    </View>
  );
}

/** The films with the most training interactions; none until that is known. */
function mostPopular(popularity: Int32Array | null, count: number): number[] {
  if (popularity === null) return [];
  return Array.from(popularity, (_, item) => item)
    .sort((a, b) => popularity[b] - popularity[a] || a - b)
    .slice(0, count);
}
