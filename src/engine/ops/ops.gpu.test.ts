/** Every op on WebGPU and on WebGL against the CPU: values and gradients. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../createEngine';
import { relativeError } from '../testing/arrays';
import { opCases, runCase } from '../testing/opCases';
import type { Engine } from '../types';

const SIZES = { webgpu: [1, 50, 63, 64, 65], webgl: [5, 50] };

for (const backend of ['webgpu', 'webgl'] as const) {
  describe(backend, () => {
    let cpu: Engine;
    let gpu: Engine;
    beforeAll(async () => {
      cpu = await createEngine('cpu');
      gpu = await createEngine(backend);
    });
    afterAll(() => {
      gpu.dispose();
      cpu.dispose();
    });

    for (const size of SIZES[backend]) {
      for (const opCase of opCases(size)) {
        test(`${opCase.name} at ${size}`, async () => {
          const expected = await runCase(cpu, opCase);
          const actual = await runCase(gpu, opCase);
          expect(Object.keys(actual)).toEqual(Object.keys(expected));
          for (const [name, values] of Object.entries(expected)) {
            expect(relativeError(actual[name], values), name).toBeLessThan(1e-5);
          }
        });
      }
    }
  });
}
