/** Where the cells and names of an attention map are, in CSS pixels. */

export interface Geometry {
  /** from one cell to the next */
  cell: number;
  /** between two cells */
  gap: number;
  /** where the first cell begins */
  left: number;
  top: number;
  /** of all that is drawn */
  width: number;
  height: number;
  /** each so manieth film is named */
  labelEvery: number;
}

export interface Room {
  width: number;
  height: number;
  /** device pixels for a CSS pixel: cells are whole numbers of them */
  ratio: number;
  /** of text, 1 as usual */
  scale: number;
}

export const FONT_SIZE = 12;
const MAX_LEFT = 150;
const MAX_BELOW = 110;
const PADDING = 4;
const MAX_CELL = 32;
const MIN_CELL = 6;
/** below this, cells touch */
const GAP_FROM = 8;

/**
 * Cells as large as the room allows, between 6 and 32 px; what does not fit is scrolled.
 * @param longest width of the longest name
 */
export function mapGeometry(length: number, longest: number, room: Room): Geometry {
  const { ratio, scale } = room;
  const whole = (value: number) => Math.floor(value * ratio) / ratio;
  const left = whole(Math.min(longest, MAX_LEFT * scale) + 3 * PADDING);
  const below = Math.min(longest, MAX_BELOW * scale) * Math.SQRT1_2 + FONT_SIZE * scale + 2 * PADDING;
  const fits = Math.min((room.width - left - PADDING) / length, (room.height - below - PADDING) / length);
  const cell = whole(Math.max(MIN_CELL, Math.min(MAX_CELL * scale, fits)));
  return {
    cell,
    gap: gapOf(cell, ratio),
    left,
    top: PADDING,
    width: left + length * cell + PADDING,
    height: PADDING + length * cell + below,
    labelEvery: Math.ceil((FONT_SIZE * scale + 1) / cell),
  };
}

/** A small map without names. */
export function thumbGeometry(length: number, size: number, ratio: number): Geometry {
  const cell = size / length;
  return { cell, gap: gapOf(cell, ratio), left: 0, top: 0, width: size, height: size, labelEvery: 0 };
}

function gapOf(cell: number, ratio: number): number {
  return cell < GAP_FROM ? 0 : Math.max(1, Math.round(cell * 0.07 * ratio) / ratio);
}

/** How wide a name may be: beside the rows, and below the columns, where it is turned. */
export function nameRoom({ left }: Geometry, scale: number): { row: number; column: number } {
  return { row: left - 3 * PADDING, column: MAX_BELOW * scale };
}

/** The cell under a point; a column of -1 is a row's name, null is outside of the triangle. */
export function cellAt(
  geometry: Geometry,
  length: number,
  x: number,
  y: number,
): { row: number; column: number } | null {
  const row = Math.floor((y - geometry.top) / geometry.cell);
  if (row < 0 || row >= length || x < 0) return null;
  if (x < geometry.left) return { row, column: -1 };
  const column = Math.floor((x - geometry.left) / geometry.cell);
  return column <= row ? { row, column } : null;
}

/** The text, or as much of its beginning as fits, with an ellipsis. */
export function shortened(text: string, room: number, measure: (text: string) => number): string {
  if (measure(text) <= room) return text;
  let [fits, tooLong] = [0, text.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (measure(`${text.slice(0, middle).trimEnd()}…`) <= room) fits = middle;
    else tooLong = middle;
  }
  return `${text.slice(0, fits).trimEnd()}…`;
}
