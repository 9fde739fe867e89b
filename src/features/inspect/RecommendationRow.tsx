import { useTranslation } from 'react-i18next';
import { formatCompact, formatCount, formatDecimal } from '@/components/format';
import { VisuallyHidden } from '@/components/VisuallyHidden';
import type { Item } from '@/data/types';
import { FilmButton } from './FilmButton';
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
    <FilmButton
      item={item}
      itemIndex={itemIndex}
      rank={rank}
      ring={isHeldOut ? (isFurther ? 'dashed' : 'solid') : null}
      isMarked={isMarked}
      note={isSeen ? t('row.seen') : null}
      onClick={props.onMark}
      data-testid={isFurther ? 'further-row' : 'rec-row'}
      data-held-out={isHeldOut}
      data-seen={isSeen}
    >
      <span className={styles.numbers}>
        {score !== null && (
          <span className={styles.score} title={t('row.score')}>
            {formatScore(score)}
          </span>
        )}
        <span
          className={styles.count}
          title={t('row.popularity', { number: formatCount(popularity) })}
          data-testid="row-popularity"
          data-value={popularity}
        >
          <span aria-hidden>{formatCompact(popularity)}</span>
          <VisuallyHidden>{t('row.popularity', { number: formatCount(popularity) })}</VisuallyHidden>
        </span>
      </span>
      <span className={styles.popularity} aria-hidden>
        <span style={{ height: `${Math.max(6, 100 * popularityShare)}%` }} />
      </span>
    </FilmButton>
  );
}

/** Scores of different models have different sizes: three digits tell them apart within a list. */
function formatScore(score: number): string {
  const size = Math.abs(score);
  return formatDecimal(score, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3).replace('-', '−');
}
