/** What the dotted picture of the first screen shows: viewers as rows, films as columns, popular films at the left. */
import type { NeuralModelId } from '@/models/types';

export const NUM_ROWS = 11;
export const NUM_COLUMNS = 24;

/** Columns of films that were watched, a string a row. */
const WATCHED = [
  '###...#.#...............',
  '#.###.#...#.#...........',
  '#####.##........#.#.....',
  '#.#.#...#.#..#..........',
  '##...#.###..#.#.........',
  '##..#..##...#........##.',
  '###...###.#....#.#......',
  '##.##.###...............',
  '#####.##...#.#.#........',
  '###.##.#...#.....#......',
  '##..#............#...#..',
];

export interface Guess {
  row: number;
  column: number;
  /** null: nobody guessed it */
  model: NeuralModelId | null;
  /** whether this film was watched next */
  hit: boolean;
}

export const GUESSES: readonly Guess[] = [
  { row: 0, column: 17, model: 'neumf', hit: false },
  { row: 1, column: 15, model: 'lightgcn', hit: false },
  { row: 2, column: 13, model: 'sasrec', hit: true },
  { row: 3, column: 18, model: 'sasrec', hit: true },
  { row: 4, column: 11, model: 'neumf', hit: false },
  { row: 5, column: 9, model: null, hit: true },
  { row: 6, column: 14, model: 'sasrec', hit: false },
  { row: 7, column: 16, model: 'lightgcn', hit: true },
  { row: 8, column: 6, model: 'sasrec', hit: true },
  { row: 9, column: 12, model: 'neumf', hit: true },
  { row: 9, column: 20, model: 'sasrec', hit: false },
  { row: 10, column: 9, model: 'lightgcn', hit: false },
];

export function isWatched(row: number, column: number): boolean {
  return WATCHED[row][column] === '#' && !GUESSES.some((guess) => guess.row === row && guess.column === column);
}
