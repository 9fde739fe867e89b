/** Films in an order that people change: drag a film, move it with Alt and the arrow keys or its buttons, take it out. */
import { ArrowDown, ArrowUp, GripVertical, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { IconButton } from '@/components/IconButton';
import { VisuallyHidden } from '@/components/VisuallyHidden';
import type { Item } from '@/data/types';
import { moveFilm } from './moveFilm';
import styles from './OrderedFilms.module.css';

export interface OrderedFilmsProps {
  label: string;
  items: Item[];
  films: readonly number[];
  onChange: (films: number[]) => void;
  /** films from this place on are shown as not used; all are by default */
  used?: number;
  /** films before this place are shown as not used; none by default */
  unusedBefore?: number;
}

export function OrderedFilms(props: OrderedFilmsProps) {
  const { label, items, films, onChange, used = films.length, unusedBefore = 0 } = props;
  const { t } = useTranslation('you');
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  // What was moved keeps the focus, wherever it went: the film itself, or the button of it that was pressed.
  const focusOn = useRef<{ place: number; button: number | null } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of the order
  useEffect(() => {
    if (focusOn.current !== null) {
      const { place, button } = focusOn.current;
      const film = list.current?.querySelectorAll<HTMLElement>('li')[place];
      const target = button === null ? null : film?.querySelectorAll('button')[button];
      (target && !target.disabled ? target : film)?.focus();
    }
    focusOn.current = null;
  }, [films]);

  const move = (from: number, to: number, button: number | null) => {
    if (to < 0 || to >= films.length || from === to) return;
    focusOn.current = { place: to, button };
    setSaid(t('ordered.moved', { title: items[films[from]].title, place: to + 1, count: films.length }));
    onChange(moveFilm(films, from, to));
  };
  const remove = (place: number) => {
    focusOn.current = { place: Math.min(place, films.length - 2), button: null };
    setSaid(t('ordered.removed', { title: items[films[place]].title }));
    onChange(films.filter((_, other) => other !== place));
  };
  const onKeyDown = (event: KeyboardEvent, place: number) => {
    if (event.target !== event.currentTarget) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && event.altKey) move(place, place + step, null);
    else if (step) list.current?.querySelectorAll<HTMLElement>('li')[place + step]?.focus();
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(place);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <ol className={styles.films} aria-label={label} ref={list} data-testid="ordered-films">
        {films.map((film, place) => {
          const { title, year } = items[film];
          return (
            <li
              key={film}
              className={cx(
                styles.film,
                (place >= used || place < unusedBefore) && styles.unused,
                over === place && dragged !== null && (dragged < place ? styles.below : styles.above),
              )}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a film is moved with keys
              tabIndex={0}
              aria-label={t('ordered.film', { title, place: place + 1, count: films.length })}
              aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
              draggable
              onKeyDown={(event) => onKeyDown(event, place)}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move';
                // Firefox drags nothing without data; no text, so that nothing else takes it
                event.dataTransfer.setData('application/x-film', String(film));
                setDragged(place);
              }}
              onDragOver={(event) => {
                if (dragged === null) return;
                event.preventDefault();
                setOver(place);
              }}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged !== null) move(dragged, place, null);
              }}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
              data-item-index={film}
            >
              <GripVertical className={styles.grip} size="1em" aria-hidden />
              <span className={styles.place}>{place + 1}</span>
              <span className={styles.title} title={[title, year].filter(Boolean).join(', ')}>
                {title}
              </span>
              <span className={styles.actions}>
                <IconButton
                  size="sm"
                  icon={ArrowUp}
                  label={t('ordered.up', { title })}
                  disabled={place === 0}
                  onClick={() => move(place, place - 1, 0)}
                />
                <IconButton
                  size="sm"
                  icon={ArrowDown}
                  label={t('ordered.down', { title })}
                  disabled={place === films.length - 1}
                  onClick={() => move(place, place + 1, 1)}
                />
                <IconButton size="sm" icon={X} label={t('ordered.remove', { title })} onClick={() => remove(place)} />
              </span>
            </li>
          );
        })}
      </ol>
      <VisuallyHidden>
        <span role="status">{said}</span>
      </VisuallyHidden>
    </>
  );
}
