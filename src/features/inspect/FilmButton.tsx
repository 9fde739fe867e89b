/** A film of a list as a button: its place, title and year, and a ring around what really happened. */
import type { ComponentProps, ReactNode } from 'react';
import { cx } from '@/components/cx';
import { formatCount } from '@/components/format';
import type { Item } from '@/data/types';
import styles from './FilmButton.module.css';

export interface FilmButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  item: Item;
  itemIndex: number;
  /** from 1 */
  rank: number;
  /** 'dashed' for films below the list */
  ring: 'solid' | 'dashed' | null;
  isMarked: boolean;
  /** said after year and genres */
  note?: string | null;
  /** at the end of the line */
  children?: ReactNode;
}

export function FilmButton({ item, itemIndex, rank, ring, isMarked, note, children, ...rest }: FilmButtonProps) {
  return (
    <li>
      <button
        type="button"
        {...rest}
        className={cx(styles.row, ring !== null && styles[ring], isMarked && styles.marked)}
        aria-pressed={isMarked}
        data-item-index={itemIndex}
      >
        <span className={styles.rank}>{formatCount(rank)}</span>
        <span className={styles.film}>
          <span className={styles.title} title={item.title}>
            {item.title}
          </span>
          <span className={styles.about}>{[item.year, item.genres.join(', '), note].filter(Boolean).join(' · ')}</span>
        </span>
        {children}
      </button>
    </li>
  );
}
