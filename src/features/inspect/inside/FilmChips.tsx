/** A few films to choose one of: the top of a list, and one that was searched for. */
import { cx } from '@/components/cx';
import type { Item } from '@/data/types';
import styles from './FilmChips.module.css';

export interface FilmChipsProps {
  label: string;
  items: Item[];
  films: readonly number[];
  chosen: number | null;
  onChoose: (item: number) => void;
}

export function FilmChips({ label, items, films, chosen, onChoose }: FilmChipsProps) {
  const shown = chosen === null || films.includes(chosen) ? films : [...films, chosen];
  return (
    <fieldset className={styles.chips}>
      <legend className={styles.label}>{label}</legend>
      {shown.map((film) => (
        <button
          key={film}
          type="button"
          className={cx(styles.chip, film === chosen && styles.chosen)}
          aria-pressed={film === chosen}
          onClick={() => onChoose(film)}
          data-testid="film-chip"
          data-item-index={film}
        >
          {items[film].title}
        </button>
      ))}
    </fieldset>
  );
}
