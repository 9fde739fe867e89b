/** Each kernel's tfjs composition and its typed-array form against plain loops, on the CPU. */
import { beforeAll, describe, expect, test } from 'vitest';
import { upload } from '../Parameters';
import { relativeError } from '../testing/arrays';
import { tf } from '../tf';
import { cpuKernels } from './cpuKernels';
import { KERNEL_CASES } from './kernelCases';
import { tfjsKernels } from './tfjsKernels';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

for (const [form, kernels] of Object.entries({ tfjs: tfjsKernels, 'typed arrays': cpuKernels })) {
  describe(form, () => {
    for (const [kernel, cases] of Object.entries(KERNEL_CASES)) {
      test.each(cases())(`${kernel}: $name`, (kernelCase) => {
        tf.engine().startScope();
        const inputs = kernelCase.inputs.map((input) => upload(kernelCase.name, input));
        const results = kernelCase.run(kernels, inputs);
        expect(results.length).toBe(kernelCase.expected.length);
        kernelCase.expected.forEach((expected, i) => {
          expect(relativeError(results[i].dataSync(), expected), `result ${i}`).toBeLessThan(1e-5);
        });
        tf.engine().endScope();
      });
    }
  });
}
