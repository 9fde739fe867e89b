/** What is shown of a run's attention: one map of a block and a head, or the mean of the heads. */
import type { AttentionMaps } from '@/models/attention';

/** A head by its number from 0, or all of them averaged. */
export type Head = number | 'mean';

const kept = new WeakMap<AttentionMaps, Map<string, Float32Array>>();

/**
 * The same array for the same question, so that nothing is drawn again for nothing.
 * @returns [n * n] rows look at columns; the models' own numbers, averaged where that is asked for
 */
export function mapOf(maps: AttentionMaps, block: number, head: Head): Float32Array {
  const known = kept.get(maps) ?? new Map<string, Float32Array>();
  kept.set(maps, known);
  const key = `${block} ${head}`;
  const map = known.get(key) ?? made(maps, block, head);
  known.set(key, map);
  return map;
}

function made({ weights, numHeads, items }: AttentionMaps, block: number, head: Head): Float32Array {
  const size = items.length * items.length;
  const first = block * numHeads;
  if (head !== 'mean') return weights.subarray((first + head) * size, (first + head + 1) * size);
  return Float32Array.from({ length: size }, (_, cell) => {
    let sum = 0;
    for (let one = 0; one < numHeads; one++) sum += weights[(first + one) * size + cell];
    return sum / numHeads;
  });
}

/**
 * The nearest that a run has: another run may have more blocks or heads. One head is no mean of several.
 * @param block null is the last one
 */
export function clampedTo(maps: AttentionMaps, block: number | null, head: Head): { block: number; head: Head } {
  const { numBlocks, numHeads } = maps;
  return {
    block: Math.min(block ?? numBlocks - 1, numBlocks - 1),
    head: numHeads === 1 ? 0 : head === 'mean' ? head : Math.min(head, numHeads - 1),
  };
}

/** Share of the cells that may be beyond the scale's end. */
const BEYOND = 0.02;

/**
 * Where the scale of colours ends. The first rows have few films to look at, the very first gives 1 to itself: a scale up
 * to the largest weight would leave all others pale. So the 2 % largest may be beyond the end, rounded up to two digits.
 */
export function scaleEnd(maps: Float32Array[]): number {
  const all = maps.flatMap((map) => Array.from(map).filter((weight) => weight > 0)).sort((a, b) => b - a);
  if (all.length === 0) return 1;
  const end = all[Math.floor(BEYOND * all.length)];
  const unit = 10 ** (Math.floor(Math.log10(end)) - 1);
  // 0.07 in float32 is a little over 0.07
  return Math.min(1, Number((Math.ceil(end / unit - 1e-5) * unit).toPrecision(2)));
}

/** A cell by places in the whole sequence, so that runs that read fewer films share it. */
export interface Cell {
  row: number;
  column: number;
}

/** The cell inside a map's triangle that is nearest. @param from place of the first film that the run reads */
export function clampedCell(cell: Cell, from: number, length: number): Cell {
  const row = Math.min(Math.max(cell.row, from), from + length - 1);
  return { row, column: Math.min(Math.max(cell.column, from), row) };
}

/** The column with the largest weight of a row; the latest of equal ones. */
export function strongestOf(map: Float32Array, length: number, row: number): number {
  let strongest = row;
  for (let column = row - 1; column >= 0; column--) {
    if (map[row * length + column] > map[row * length + strongest]) strongest = column;
  }
  return strongest;
}

const PAGE = 10;

/** Where a key leads, within the triangle; null for a key that leads nowhere. Places from 0 within the map. */
export function cellAfterKey(key: string, { row, column }: Cell, length: number): Cell | null {
  const moved = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    PageUp: { row: row - PAGE, column },
    PageDown: { row: row + PAGE, column },
    Home: { row, column: 0 },
    End: { row, column: row },
  }[key];
  return moved ? clampedCell(moved, 0, length) : null;
}
