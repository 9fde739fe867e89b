import { Marks, markWords } from '@/lib/marks';
import { integers, normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';
import type { HostArray } from '../../types';
import { topKReference } from './topK.reference';

const NOTHING = new Int32Array(0);

export function topKCases(): KernelCase[] {
  const ks = [1, 20, 100];
  // Chunks have 12 items at 11 x 12, 24 at 300, 60 at 3706.
  const shapes = [...SIZES, 11, 12, 13, 143, 300, 3706].map((numItems) => [numItems === 3706 ? 3 : 5, numItems]);
  return [
    ...shapes.flatMap(([rows, numItems]) =>
      ks.flatMap((k) => [
        topKCase('normal scores', normals(1, [rows, numItems]), k),
        topKCase('many ties', { shape: [rows, numItems], data: few(rows * numItems) }, k),
      ]),
    ),
    topKCase('many rows', normals(2, [130, 70]), 20),
    topKCase(
      '-0 and 0 tie',
      { shape: [5, 30], data: Float32Array.from({ length: 150 }, (_, i) => (i % 3 ? 0 : -0)) },
      9,
    ),
    itemsOnly('infinities', [Number.POSITIVE_INFINITY, 3e38, 1, 1e-42, 0, -1, Number.NEGATIVE_INFINITY]),
    itemsOnly('no number among scores', [1, 2, Number.NaN, 3, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]),
  ];
}

/** A few values only, of both signs. */
function few(size: number): Float32Array {
  return Float32Array.from(integers(3, [size], 4).data, (value) => value - 1.5);
}

/** Of five rows: nothing marked, some seen and relevant, all seen, all relevant, few candidates. */
function marksFor(rows: number, numItems: number): HostArray & { data: Int32Array } {
  const marks = new Marks(numItems, rows);
  const all = Int32Array.from({ length: numItems }, (_, item) => item);
  for (let row = 0; row < rows; row++) {
    const [seen, relevant] = [all.filter((item) => (item + row) % 3 === 0), all.filter((item) => item % 5 === 0)];
    if (row % 5 === 0) marks.set(row, NOTHING, NOTHING, null);
    if (row % 5 === 1) marks.set(row, seen, relevant, null);
    if (row % 5 === 2) marks.set(row, all, relevant, null);
    if (row % 5 === 3) marks.set(row, NOTHING, all, null);
    if (row % 5 === 4) marks.set(row, seen, relevant.slice(0, 2), all.slice(-4));
  }
  return { shape: [rows, markWords(numItems)], data: marks.words };
}

function topKCase(name: string, scores: HostArray & { data: Float32Array }, k: number): KernelCase {
  const [rows, numItems] = scores.shape;
  const marks = marksFor(rows, numItems);
  return {
    name: `topK ${k} of [${rows}, ${numItems}], ${name}`,
    inputs: [scores, marks],
    run: (kernels, [scores, marks]) => [kernels.topK(scores, marks, k)],
    expected: [topKReference(scores.data, marks.data, numItems, k)],
  };
}

/** Scores that cannot be compared by their differences: 41 of them, each many times. */
function itemsOnly(name: string, values: number[]): KernelCase {
  const k = 25;
  const scores = {
    shape: [5, 41],
    data: Float32Array.from({ length: 205 }, (_, i) => values[(i * 3) % values.length]),
  };
  const { inputs, expected } = topKCase(name, scores, k);
  return {
    name: `topK ${k} of [5, 41], ${name}`,
    inputs,
    run: (kernels, [scores, marks]) => [kernels.sliceColumns(kernels.topK(scores, marks, k), 0, k)],
    expected: [expected[0].filter((_, i) => i % (2 * k) < k)],
  };
}
