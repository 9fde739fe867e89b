import { expect, it } from 'vitest';
import { randomStream } from '@/lib/random';
import { addRows, rowProducts } from './rows';

const random = randomStream(3, 'init');

it.each([
  [1, 1],
  [3, 5],
  [4, 2],
  [9, 8],
  [600, 3],
])('%i inputs, %i outputs: as the plain sums, rows at 0 left out', (inputs, outputs) => {
  const weights = Float32Array.from({ length: inputs * outputs }, random.normal);
  const values = Float64Array.from({ length: inputs }, (_, i) => (i % 3 === 1 ? 0 : random.normal()));
  const to = Float64Array.from({ length: outputs }, random.normal);
  const expected = to.map((value, o) => values.reduce((sum, v, i) => sum + v * weights[i * outputs + o], value));
  addRows(weights, values, to);
  for (const [o, value] of to.entries()) expect(value).toBeCloseTo(expected[o], 10);

  const back = new Float64Array(inputs).fill(7);
  rowProducts(weights, values, to, back);
  for (const [i, value] of back.entries()) {
    const sum = to.reduce((total, v, o) => total + v * weights[i * outputs + o], 0);
    expect(value).toBeCloseTo(values[i] === 0 ? 0 : sum, 10);
  }
});
