/** What the points of a map are coloured by. Colours come in classes, few enough to be told apart and named in a legend. */
import type { Item } from '@/data/types';

/** Genres have a hue of their own, in the order of the tokens; the rest share grey. */
export const NUM_GENRE_COLOURS = 7;
/** Steps of a scale from pale to strong. */
export const NUM_STEPS = 6;

export interface ColourClass {
  /** a genre, or a range of numbers; null is everything else, or not known */
  label: string | { from: number; to: number } | null;
  /** points in it */
  count: number;
}

export interface Colouring {
  kind: 'genres' | 'scale';
  /** [points] index into classes */
  classOf: Uint8Array;
  classes: ColourClass[];
}

/** First genre of each film: the most frequent ones by name, all others together. */
export function byGenre(items: readonly Item[], rows: ArrayLike<number>): Colouring {
  const first = Array.from(rows, (row) => items[row].genres[0] ?? null);
  const counts = new Map<string, number>();
  for (const genre of first) if (genre !== null) counts.set(genre, (counts.get(genre) ?? 0) + 1);
  const named = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, NUM_GENRE_COLOURS);
  const classes: ColourClass[] = named.map(([label, count]) => ({ label, count }));
  const place = new Map(named.map(([genre], index) => [genre, index]));
  const classOf = Uint8Array.from(first, (genre) =>
    genre === null ? named.length : (place.get(genre) ?? named.length),
  );
  const numOthers = classOf.reduce((sum, index) => sum + Number(index === named.length), 0);
  if (numOthers > 0) classes.push({ label: null, count: numOthers });
  return { kind: 'genres', classOf, classes };
}

/**
 * Numbers in steps that hold about as many points each; equal numbers share a step.
 * @param values [points]; NaN is not known
 */
export function byNumber(values: ArrayLike<number>): Colouring {
  return byNumbers([values])[0];
}

/**
 * Several maps in the same steps, those of all their numbers together; each counts its own points.
 * @param maps [points] each
 */
export function byNumbers(maps: readonly ArrayLike<number>[]): Colouring[] {
  const steps = stepsOf(maps.flatMap((values) => Array.from(values)));
  return maps.map((values) => {
    const classOf = Uint8Array.from(values, (value) =>
      Number.isNaN(value) ? steps.length : steps.findIndex(({ to }) => value <= to),
    );
    const counts = new Array<number>(steps.length + 1).fill(0);
    for (const index of classOf) counts[index]++;
    const classes: ColourClass[] = steps.map((label, index) => ({ label, count: counts[index] }));
    if (counts[steps.length] > 0) classes.push({ label: null, count: counts[steps.length] });
    return { kind: 'scale', classOf, classes };
  });
}

function stepsOf(values: readonly number[]): { from: number; to: number }[] {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const steps: { from: number; to: number }[] = [];
  for (let start = 0; start < sorted.length && steps.length < NUM_STEPS; ) {
    const left = NUM_STEPS - steps.length;
    const upTo = sorted[Math.min(sorted.length - 1, start + Math.ceil((sorted.length - start) / left) - 1)];
    let end = start;
    while (end < sorted.length && sorted[end] <= upTo) end++;
    steps.push({ from: sorted[start], to: upTo });
    start = end;
  }
  return steps;
}

/** All points alike. */
export function plain(count: number): Colouring {
  return { kind: 'scale', classOf: new Uint8Array(count), classes: [] };
}

/** #rrggbb between two others. @param share 0 gives the first */
export function mixed(first: string, second: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const [a, b] = [first, second].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${channels.join('')}`;
}

/** The tokens that colours are made of, as #rrggbb. */
export interface ColourTokens {
  surface: string;
  text: string;
  accent: string;
  other: string;
  genres: string[];
}

/** A colour for each class. */
export function coloursOf({ kind, classes }: Colouring, tokens: ColourTokens): string[] {
  if (classes.length === 0) return [tokens.accent];
  const numSteps = classes.filter(({ label }) => label !== null).length;
  return classes.map(({ label }, index) => {
    if (label === null) return tokens.other;
    if (kind === 'genres') return tokens.genres[index];
    const at = numSteps === 1 ? 1 : index / (numSteps - 1);
    // pale to the accent, and a little further to the text's colour
    return at < 0.75
      ? mixed(tokens.surface, tokens.accent, 0.3 + (0.7 * at) / 0.75)
      : mixed(tokens.accent, tokens.text, (0.45 * (at - 0.75)) / 0.25);
  });
}
