/** A film of a list that answers to changes: its place, how it moved, and a ring around what really came next. */
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import type { Item } from '@/data/types';
import type { Movement } from '../../train/movement';
import { FilmButton } from '../FilmButton';
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
    <FilmButton
      item={item}
      itemIndex={itemIndex}
      rank={rank}
      ring={isRinged ? 'solid' : null}
      isMarked={isMarked}
      onClick={onMark}
      data-testid="made-up-row"
      data-movement={movement?.kind}
    >
      {movement !== null && movement.kind !== 'same' && (
        <span className={cx(styles.movement, styles[movement.kind])}>
          {movement.kind === 'new' ? t('movement.new') : t(`movement.${movement.kind}`, { by: movement.by })}
        </span>
      )}
    </FilmButton>
  );
}
