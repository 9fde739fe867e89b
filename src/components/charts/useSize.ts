/** The size of an element in CSS pixels, whole numbers, and how much larger than usual text is; null before layout. */
import { type RefObject, useEffect, useState } from 'react';

export interface Size {
  width: number;
  height: number;
  /** 1 at a root of 16 px, 1.5 for the projector */
  scale: number;
}

export function useSize(ref: RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (element === null) {
      return;
    }
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry.contentRect.width);
      const height = Math.floor(entry.contentRect.height);
      const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
      setSize((before) =>
        before?.width === width && before.height === height && before.scale === scale
          ? before
          : { width, height, scale },
      );
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
