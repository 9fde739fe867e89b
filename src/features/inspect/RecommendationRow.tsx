import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { formatCount, formatDecimal } from '@/components/format';
import type { Item } from '@/data/types';
import styles from './RecommendationRow.module.css';

export interface RecommendationRowProps {
  item: Item;
  itemIndex: number;
  /** from 1 */
  rank: number;
  /** null for films below the list */
  score: number | null;
  /** training interactions */
  popularity: number;
  /** of the most popular item's, 0..1 */
  popularityShare: number;
  isHeldOut: boolean;
  /** in the user's training or validation part */
  isSeen: boolean;
  /** below the list */
  isFurther: boolean;
  isMarked: boolean;
  onMark: () => void;
}

/** One film of a list; a click marks it in all lists. */
export function RecommendationRow(props: RecommendationRowProps) {
  const { item, itemIndex, rank, score, popularity, popularityShare, isHeldOut, isSeen, isFurther, isMarked } = props;
  const { t } = useTranslation('inspect');
  return (
    <li>
      <button
        type="button"
        className={cx(
          styles.row,
          isHeldOut && (isFurther ? styles.further : styles.heldOut),
          isMarked && styles.marked,
        )}
        aria-pressed={isMarked}
        onClick={props.onMark}
        data-testid={isFurther ? 'further-row' : 'rec-row'}
        data-item-index={itemIndex}
        data-held-out={isHeldOut}
        data-seen={isSeen}
      >
        <span className={styles.rank}>{formatCount(rank)}</span>
        <span className={styles.film}>
          <span className={styles.title} title={item.title}>
            {item.title}
          </span>
          <span className={styles.about}>
            {[item.year, item.genres.join(', '), isSeen ? t('row.seen') : null].filter(Boolean).join(' · ')}
          </span>
        </span>
        {score !== null && (
          <span className={styles.score} title={t('row.score')}>
            {formatScore(score)}
          </span>
        )}
        <span className={styles.popularity} title={t('row.popularity', { number: formatCount(popularity) })}>
          <span style={{ height: `${Math.max(6, 100 * popularityShare)}%` }} />
        </span>
      </button>
    </li>
  );
}

/** Scores of different models have different sizes: three digits tell them apart within a list. */
function formatScore(score: number): string {
  const size = Math.abs(score);
  return formatDecimal(score, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3).replace('-', '−');
}
