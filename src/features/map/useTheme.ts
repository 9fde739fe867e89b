/** The design tokens as the map needs them; others after the theme changed. */
import { fontFamily, type TokenReader, useThemed } from '@/components/useThemed';
import { type ColourTokens, NUM_GENRE_COLOURS } from './colourings';
import type { Theme } from './drawMap';

export interface MapTheme {
  draw: Theme;
  colours: ColourTokens;
}

function mapTheme(token: TokenReader): MapTheme {
  return {
    draw: {
      surface: token('--surface'),
      text: token('--text'),
      muted: token('--muted'),
      ink: token('--ink'),
      accent: token('--accent'),
      fontFamily: fontFamily(),
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

export const useTheme = (): MapTheme => useThemed(mapTheme);
