/** Rows of a list slide from where they were to where they are; new ones fade in. */
import { type RefObject, useLayoutEffect, useRef } from 'react';

const SLIDE_MS = 150;

/**
 * @param list holds rows with `data-item-index`
 * @param shown changes when the rows do
 */
export function useSlides(list: RefObject<HTMLElement | null>, shown: unknown): void {
  const places = useRef(new Map<string, number>());
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows move when what is shown changes
  useLayoutEffect(() => {
    const before = places.current;
    const rows = list.current?.querySelectorAll<HTMLElement>('[data-item-index]') ?? [];
    const now = new Map(Array.from(rows, (row) => [row.dataset.itemIndex ?? '', row.offsetTop]));
    places.current = now;
    if (before.size === 0 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    for (const row of rows) {
      const item = row.dataset.itemIndex ?? '';
      const from = before.get(item);
      const shift = (from ?? 0) - (now.get(item) ?? 0);
      if (from === undefined) row.animate([{ opacity: 0 }, { opacity: 1 }], SLIDE_MS);
      else if (shift !== 0) row.animate([{ transform: `translateY(${shift}px)` }, { transform: 'none' }], SLIDE_MS);
    }
  }, [list, shown]);
}
