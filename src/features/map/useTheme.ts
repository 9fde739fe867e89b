/** The design tokens as a canvas needs them; others after the theme changed. */
import { useEffect, useState } from 'react';
import { type ColourTokens, longHex, NUM_GENRE_COLOURS } from './colourings';
import type { Theme } from './drawMap';

export interface MapTheme {
  draw: Theme;
  colours: ColourTokens;
}

export function readTheme(): MapTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => longHex(style.getPropertyValue(name).trim());
  const fontFamily = getComputedStyle(document.body).fontFamily;
  return {
    draw: {
      surface: token('--surface'),
      text: token('--text'),
      muted: token('--muted'),
      ink: token('--ink'),
      accent: token('--accent'),
      fontFamily,
    },
    colours: {
      surface: token('--surface'),
      text: token('--text'),
      accent: token('--accent'),
      other: token('--genre-other'),
      genres: Array.from({ length: NUM_GENRE_COLOURS }, (_, index) => token(`--genre-${index + 1}`)),
    },
  };
}

export function useTheme(): MapTheme {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(readTheme()));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}
