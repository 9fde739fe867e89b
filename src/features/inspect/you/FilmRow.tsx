/** A film of a list that answers to changes: its place, how it moved, and a ring around what really came next. */
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { formatCount } from '@/components/format';
import type { Item } from '@/data/types';
import type { Movement } from '../../train/movement';
import styles from './FilmRow.module.css';

export interface FilmRowProps {
  item: Item;
  itemIndex: number;
  /** from 1 */
  rank: number;
  movement: Movement | null;
  isMarked: boolean;
  /** what really happened */
  isRinged?: boolean;
  onMark: () => void;
}

export function FilmRow({ item, itemIndex, rank, movement, isMarked, isRinged = false, onMark }: FilmRowProps) {
  const { t } = useTranslation('you');
  return (
    <li>
      <button
        type="button"
        className={cx(styles.row, isRinged && styles.ringed, isMarked && styles.marked)}
        aria-pressed={isMarked}
        onClick={onMark}
        data-testid="made-up-row"
        data-item-index={itemIndex}
        data-movement={movement?.kind}
      >
        <span className={styles.rank}>{formatCount(rank)}</span>
        <span className={styles.film}>
          <span className={styles.title} title={item.title}>
            {item.title}
          </span>
          <span className={styles.about}>{[item.year, item.genres.join(', ')].filter(Boolean).join(' · ')}</span>
        </span>
        {movement !== null && movement.kind !== 'same' && (
          <span className={cx(styles.movement, styles[movement.kind])}>
            {movement.kind === 'new' ? t('movement.new') : t(`movement.${movement.kind}`, { by: movement.by })}
          </span>
        )}
      </button>
    </li>
  );
}
