/** Every op on the CPU: its gradient against central differences. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../createEngine';
import { normals, relativeError, sizeOf } from '../testing/arrays';
import { lossOf, type OpCase, opCases } from '../testing/opCases';
import type { Engine, HostArrays } from '../types';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine('cpu');
});
afterAll(() => engine.dispose());

/** Smaller steps drown in float32's rounding. */
const STEP = 1e-2;

describe('gradients against central differences', () => {
  for (const opCase of [...opCases(5), ...opCases(6)]) {
    if (opCase.notDifferentiated) continue;
    test(`${opCase.name} at ${shapesOf(opCase)}`, async () => {
      const matrix = opCase.sparse ? engine.createSparse(opCase.sparse) : null;
      const shape = engine.createParameters(opCase.parameters);
      const value = await engine.run(shape, opCase.batch, (ops, p, b) => opCase.forward(ops, p, b, matrix));
      shape.dispose();
      const batch = { ...opCase.batch, projection: normals(99, [sizeOf(value.shape)]) };
      const evaluate = async (values: HostArrays) => {
        const parameters = engine.createParameters(values);
        const result = await engine.gradients(parameters, batch, lossOf(opCase, matrix), opCase.dropoutSeed ?? null);
        parameters.dispose();
        return result;
      };
      const { gradients } = await evaluate(opCase.parameters);
      for (const [name, { shape, data }] of Object.entries(opCase.parameters)) {
        const numeric = new Float32Array(data.length);
        for (let i = 0; i < data.length; i++) {
          const shifted = async (by: number) => {
            const copy = data.slice();
            copy[i] += by;
            return (await evaluate({ ...opCase.parameters, [name]: { shape, data: copy } })).loss;
          };
          numeric[i] = ((await shifted(STEP)) - (await shifted(-STEP))) / (2 * STEP);
        }
        expect(relativeError(gradients[name].data, numeric), `gradient of ${name}`).toBeLessThan(1e-2);
      }
      matrix?.dispose();
    });
  }
});

function shapesOf({ parameters }: OpCase): string {
  return Object.values(parameters)
    .map(({ shape }) => `[${shape}]`)
    .join(' ');
}
