/** What a user did, in time order: what the models know, the cut, and what was held out. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { cx } from '@/components/cx';
import { formatCount, formatDate, formatDay, formatDecimal, formatParameter } from '@/components/format';
import { TableTwin } from '@/components/TableTwin';
import type { DatasetSummary, Item } from '@/data/types';
import type { HistoryEntry, UserHistory } from '@/worker/protocol';
import styles from './HistoryCard.module.css';
import type { HardUser } from './hardUsers';
import { dayStarts, historyStrip } from './historyStrip';

export interface HistoryCardProps {
  history: UserHistory;
  items: Item[];
  summary: DatasetSummary;
  marked: number | null;
  onMark: (itemIndex: number | null) => void;
  /** why this user was chosen: the models disagree */
  note: HardUser | null;
}

const SHOWN = 10;
const SHOWN_HELD_OUT = 6;

export function HistoryCard({ history, items, summary, marked, onMark, note }: HistoryCardProps) {
  const { t } = useTranslation('inspect');
  const [showAll, setShowAll] = useState(false);
  const strip = historyStrip(history, showAll ? Number.POSITIVE_INFINITY : SHOWN);
  const numKnown = history.train.length + history.valid.length;
  const heldOut = showAll ? strip.heldOut : strip.heldOut.slice(0, SHOWN_HELD_OUT);
  const numFolded = strip.numEarlier + strip.heldOut.length - heldOut.length;

  const chips = (entries: HistoryEntry[], isHeldOut: boolean) => {
    const days = dayStarts(entries, isHeldOut ? strip.cut : null);
    return entries.map((entry, place) => chip(entry, isHeldOut, days[place]));
  };
  const chip = (entry: HistoryEntry, isHeldOut: boolean, day: 'day' | 'date' | null) => {
    const { title, year, genres } = items[entry.itemIndex];
    return (
      <li key={entry.itemIndex}>
        {day !== null && entry.time !== null && (
          <time
            className={styles.day}
            dateTime={new Date(entry.time * 1000).toISOString().slice(0, 10)}
            data-testid="history-day"
          >
            {day === 'day' ? formatDay(entry.time) : formatDate(entry.time)}
          </time>
        )}
        <button
          type="button"
          className={cx(styles.chip, isHeldOut && styles.heldOut, marked === entry.itemIndex && styles.marked)}
          aria-pressed={marked === entry.itemIndex}
          title={[title, year, genres.join(', '), entry.time === null ? null : formatDate(entry.time)]
            .filter(Boolean)
            .join(' · ')}
          onClick={() => onMark(marked === entry.itemIndex ? null : entry.itemIndex)}
          data-testid="history-item"
          data-item-index={entry.itemIndex}
          data-held-out={isHeldOut}
        >
          <span className={styles.title}>{title}</span>
          <span className={styles.rating}>{t('history.rating', { rating: formatParameter(entry.rating) })}</span>
        </button>
      </li>
    );
  };

  return (
    <Card
      className={styles.card}
      title={t('history.title', { id: history.userId })}
      subtitle={t(summary.hasTimestamps ? 'history.subtitle' : 'history.subtitleUntimed', {
        count: numKnown,
        number: formatCount(numKnown),
        heldOut: formatCount(history.test.length),
      })}
      actions={
        <>
          {note !== null && (
            <span className={styles.note} data-testid="hard-note" data-overlap={note.overlap}>
              {t('history.hard', { overlap: formatDecimal(note.overlap, 2) })}
            </span>
          )}
          <TableTwin
            caption={t('history.title', { id: history.userId })}
            columns={[
              { key: 'title', label: t('history.film') },
              { key: 'year', label: t('history.year'), numeric: true },
              { key: 'genres', label: t('history.genres') },
              { key: 'rating', label: t('history.ratingColumn'), numeric: true },
              { key: 'date', label: t('history.date') },
              { key: 'part', label: t('history.part') },
            ]}
            rows={(['train', 'valid', 'test'] as const).flatMap((part) =>
              history[part].map((entry) => ({
                key: entry.itemIndex,
                title: items[entry.itemIndex].title,
                year: items[entry.itemIndex].year,
                genres: items[entry.itemIndex].genres.join(', '),
                rating: entry.rating,
                date: entry.time === null ? null : formatDate(entry.time),
                part: t(`history.parts.${part}`),
              })),
            )}
          />
        </>
      }
    >
      <div className={styles.strip}>
        <ul className={styles.chips}>
          {(numFolded > 0 || showAll) && (
            <li>
              <button type="button" className={styles.fold} onClick={() => setShowAll(!showAll)}>
                {showAll ? t('history.fewer') : t('history.earlier', { number: formatCount(numFolded) })}
              </button>
            </li>
          )}
          {chips(strip.known, false)}
        </ul>
        {heldOut.length > 0 && (
          <>
            <div className={styles.cut}>{strip.cut === null ? t('history.heldOut') : formatDate(strip.cut)}</div>
            <ul className={cx(styles.chips, styles.future)}>{chips(heldOut, true)}</ul>
          </>
        )}
      </div>
    </Card>
  );
}
