import { describe, expect, it } from 'vitest';
import type { AttentionMaps } from '@/models/attention';
import { attentionCsv } from './attentionCsv';
import { cellAfterKey, clampedCell, clampedTo, mapOf, scaleEnd, strongestOf } from './attentionMaps';
import { cellAt, mapGeometry, shortened } from './geometry';

/** 2 blocks, 2 heads, 3 films: each row a share of its own. */
const maps: AttentionMaps = {
  items: Int32Array.of(4, 0, 2),
  numEarlier: 5,
  maxLength: 3,
  numBlocks: 2,
  numHeads: 2,
  weights: Float32Array.from([0.2, 0.4, 0.6, 0.8].flatMap((a) => [1, 0, 0, a, 1 - a, 0, a / 2, a / 2, 1 - a])),
};
const one = { ...maps, numHeads: 1 };

describe('maps', () => {
  it('of a head are the model’s numbers, the mean is between the heads', () => {
    expect([...mapOf(maps, 1, 0)]).toEqual([...maps.weights.subarray(18, 27)]);
    expect(mapOf(maps, 0, 'mean')[3]).toBeCloseTo(0.3, 6);
    expect(mapOf(maps, 1, 'mean')[8]).toBeCloseTo(0.3, 6);
    expect(mapOf(maps, 1, 'mean')).toBe(mapOf(maps, 1, 'mean'));
  });

  it('of a run with fewer blocks and heads are its nearest, the last block where none was chosen', () => {
    expect(clampedTo(maps, null, 'mean')).toEqual({ block: 1, head: 'mean' });
    expect(clampedTo(maps, 7, 3)).toEqual({ block: 1, head: 1 });
    expect(clampedTo(one, 0, 'mean')).toEqual({ block: 0, head: 0 });
  });

  it('the scale ends where 2 % are beyond it, at two digits', () => {
    const map = Float32Array.from({ length: 100 }, (_, cell) => (cell < 2 ? 1 : 0.3333 - cell / 1000));
    expect(scaleEnd([map])).toBeCloseTo(0.34, 10);
    expect(scaleEnd([Float32Array.of(1)])).toBe(1);
    expect(scaleEnd([Float32Array.of(0.07, 0, 0.07)])).toBeCloseTo(0.07, 10);
    expect(scaleEnd([Float32Array.of(0.001234)])).toBeCloseTo(0.0013, 10);
    expect(scaleEnd([])).toBe(1);
  });

  it('the strongest of a row is the latest of equal ones', () => {
    expect(strongestOf(mapOf(maps, 0, 1), 3, 2)).toBe(2);
    expect(strongestOf(mapOf(maps, 1, 1), 3, 2)).toBe(1);
  });
});

describe('cells', () => {
  it('are walked within the triangle', () => {
    const at = { row: 12, column: 12 };
    expect(cellAfterKey('ArrowRight', at, 20)).toEqual(at);
    expect(cellAfterKey('ArrowUp', at, 20)).toEqual({ row: 11, column: 11 });
    expect(cellAfterKey('ArrowDown', at, 20)).toEqual({ row: 13, column: 12 });
    expect(cellAfterKey('Home', at, 20)).toEqual({ row: 12, column: 0 });
    expect(cellAfterKey('End', { row: 12, column: 3 }, 20)).toEqual(at);
    expect(cellAfterKey('PageUp', at, 20)).toEqual({ row: 2, column: 2 });
    expect(cellAfterKey('PageDown', at, 20)).toEqual({ row: 19, column: 12 });
    expect(cellAfterKey('ArrowLeft', { row: 0, column: 0 }, 20)).toEqual({ row: 0, column: 0 });
    expect(cellAfterKey('x', at, 20)).toBeNull();
  });

  it('that a run does not read give way to the first that it does', () => {
    expect(clampedCell({ row: 2, column: 1 }, 5, 3)).toEqual({ row: 5, column: 5 });
    expect(clampedCell({ row: 7, column: 1 }, 5, 3)).toEqual({ row: 7, column: 5 });
    expect(clampedCell({ row: 30, column: 30 }, 5, 3)).toEqual({ row: 7, column: 7 });
  });
});

describe('geometry', () => {
  it.each([
    [18, 900, 600, 1],
    [50, 700, 500, 1.5],
    [1, 900, 600, 2],
  ])('%d films in %d x %d fit, in whole pixels of a ratio of %d', (length, width, height, ratio) => {
    const geometry = mapGeometry(length, 120, { width, height, ratio, scale: 1 });
    expect(geometry.width).toBeLessThanOrEqual(width);
    expect(geometry.height).toBeLessThanOrEqual(height);
    expect(geometry.cell * ratio).toBe(Math.floor(geometry.cell * ratio));
    expect(geometry.left * ratio).toBe(Math.floor(geometry.left * ratio));
    const { cell, left, top } = geometry;
    const last = length - 1;
    expect(cellAt(geometry, length, left + 1, top + last * cell + 1)).toEqual({ row: last, column: 0 });
    expect(cellAt(geometry, length, left + last * cell + 1, top + last * cell + 1)).toEqual({
      row: last,
      column: last,
    });
    expect(cellAt(geometry, length, left - 5, top + 1)).toEqual({ row: 0, column: -1 });
    expect(cellAt(geometry, length, left + cell + 1, top + 1)).toBeNull();
    expect(cellAt(geometry, length, left, top + length * cell + 1)).toBeNull();
  });

  it('many films keep cells of 6 pixels, and every third is named', () => {
    const geometry = mapGeometry(200, 120, { width: 600, height: 500, ratio: 1, scale: 1 });
    expect(geometry.cell).toBe(6);
    expect(geometry.width).toBeGreaterThan(1200);
    expect(geometry.labelEvery).toBe(3);
  });

  it('names are cut where their room ends', () => {
    const measure = (text: string) => text.length;
    expect(shortened('Fargo', 5, measure)).toBe('Fargo');
    expect(shortened('The Usual Suspects', 11, measure)).toBe('The Usual…');
    expect(shortened('Fargo', 0, measure)).toBe('…');
  });
});

it('the CSV has every weight of every block and head, and nothing of the future', () => {
  const items = ['Alien', 'Brazil', 'Casablanca, "C"', 'Dune', 'Eraserhead'].map((title, index) => ({
    id: String(100 + index),
    title,
    genres: [],
    year: null,
  }));
  const lines = attentionCsv('SASRec', maps, items).trim().split(/\r?\n/);
  expect(lines).toHaveLength(1 + 2 * 2 * 6);
  expect(lines[1]).toBe('SASRec,1,1,6,104,Eraserhead,6,104,Eraserhead,1');
  expect(lines[6]).toMatch(/^SASRec,1,1,8,102,"Casablanca, ""C""",8,102,"Casablanca, ""C""",0\.8/);
  const rowSums = new Map<string, number>();
  for (const line of lines.slice(1)) {
    const key = line.split(',').slice(1, 4).join('/');
    rowSums.set(key, (rowSums.get(key) ?? 0) + Number(line.slice(line.lastIndexOf(',') + 1)));
  }
  expect(rowSums.size).toBe(12);
  for (const sum of rowSums.values()) expect(sum).toBeCloseTo(1, 6);
});
