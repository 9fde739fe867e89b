/** One run's list for you, and how it came to it. */
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { formatDuration } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { ModelSwatch } from '@/components/ModelSwatch';
import { Spinner } from '@/components/Spinner';
import type { Item } from '@/data/types';
import type { Run } from '@/state/runTypes';
import { movements } from '../../train/movement';
import { FilmRow } from './FilmRow';
import { useMadeUpList } from './useMadeUpList';
import styles from './YouColumn.module.css';

export interface YouColumnProps {
  run: Run;
  items: Item[];
  /** liked, in the order they were seen */
  films: readonly number[];
  marked: number | null;
  onMark: (itemIndex: number) => void;
}

const LENGTH = 10;

export function YouColumn({ run, items, films, marked, onMark }: YouColumnProps) {
  const { t } = useTranslation('you');
  const { answer, before, error, asking, canBeAsked } = useMadeUpList(run, films, LENGTH);
  const list = answer?.list.map(({ itemIndex }) => itemIndex) ?? [];
  const moved = movements(list, before);
  const { model } = run.request;
  return (
    <section
      className={styles.column}
      aria-label={run.label}
      data-testid="you-column"
      data-run-id={run.id}
      data-model={model}
    >
      <header className={styles.header}>
        <ModelSwatch model={model} />
        <h3 className={styles.name}>{run.label}</h3>
        <HelpTip label={t('how.label', { model: run.label })}>
          <p>{t(`how.help.${model}`)}</p>
        </HelpTip>
        {answer !== null && (
          <span className={styles.time} data-testid="you-waited" data-ms={answer.waitedMs} title={t('how.time')}>
            {formatDuration(answer.elapsedMs)}
          </span>
        )}
      </header>
      <p className={styles.how}>{t(`how.short.${model}`)}</p>
      {error !== null ? (
        <p className={styles.waiting}>{error.code === 'cancelled' ? t('moved') : error.message}</p>
      ) : answer === null ? (
        <div className={styles.waiting}>{canBeAsked ? <Spinner /> : t('noWeights')}</div>
      ) : (
        <ol className={cx(styles.list, asking && styles.asking)} data-answered={!asking} data-testid="you-list">
          {list.map((film, place) => (
            <FilmRow
              key={film}
              item={items[film]}
              itemIndex={film}
              rank={place + 1}
              movement={moved[place]}
              isMarked={marked === film}
              onMark={() => onMark(film)}
            />
          ))}
        </ol>
      )}
    </section>
  );
}
