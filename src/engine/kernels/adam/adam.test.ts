import { expect, test } from 'vitest';
import { adamReference } from './adam.reference';

const STEP = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, correction1: 0.1, correction2: 1e-3 };

test('rows without a gradient fade and move with all rows, and keep what they have with touched rows', () => {
  const given = () =>
    [
      [1, 2, 3, 4],
      [0.5, 0.5, 0.5, 0.5],
      [1, 1, 1, 1],
    ].map((x) => Float32Array.from(x));
  const gradient = Float32Array.from([0, 0, 0, 1]);
  const [all, touched, before] = [given(), given(), given()];
  adamReference(all[0], all[1], all[2], gradient, STEP, 2);
  adamReference(touched[0], touched[1], touched[2], gradient, { ...STEP, rows: 'touched' }, 2);
  for (const k of [0, 1, 2]) {
    expect(touched[k].subarray(0, 2)).toEqual(before[k].subarray(0, 2));
    expect(all[k][0]).toBeLessThan(before[k][0]);
    // Of a row with a gradient every number takes its step, zeros included.
    expect(touched[k].subarray(2)).toEqual(all[k].subarray(2));
  }
});
