/**
 * Each kernel's WGSL against plain loops. A shader that does not compile throws nothing and leaves its output as it
 * was, so outputs are filled with NaN first and the device's validation is asked.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenBackend, openBackend } from '../backend/openBackend';
import { upload } from '../Parameters';
import { relativeError } from '../testing/arrays';
import { type Tensor, tf, type WebGPUBackend } from '../tf';
import { USUAL_FORMS } from './gpu/GpuKernel';
import { GpuRunner } from './gpu/GpuRunner';
import type { Kernels } from './Kernels';
import { KERNEL_CASES } from './kernelCases';
import { fixedSubgroupSize } from './subgroups';
import { webgpuKernels } from './webgpuKernels';

/** Outputs hold NaN until a shader writes them. */
class PoisoningRunner extends GpuRunner {
  override output(shape: readonly number[], dtype: 'float32' | 'int32' = 'float32'): Tensor {
    const tensor = super.output(shape, dtype);
    // A recycled buffer may still be read by commands that are recorded but not submitted.
    this.flush();
    const buffer = this.bufferOf(tensor);
    this.device.queue.writeBuffer(buffer, 0, new Float32Array(buffer.size / 4).fill(Number.NaN));
    return tensor;
  }
}

let backend: OpenBackend;
let runner: PoisoningRunner;
let kernels: Kernels;
beforeAll(async () => {
  backend = await openBackend('webgpu');
  runner = new PoisoningRunner(tf.backend() as unknown as WebGPUBackend);
  runner.subgroupSize = await fixedSubgroupSize(runner.device);
  kernels = webgpuKernels(runner);
});
afterAll(() => {
  runner.dispose();
  backend.close();
});

/** Those that have a form of their own for subgroups. */
const WITH_SUBGROUPS = ['matmul', 'attention', 'spmm'];
const sets = Object.entries(KERNEL_CASES).flatMap(([kernel, cases]) => [
  { kernel, cases, subgroups: false },
  ...(WITH_SUBGROUPS.includes(kernel) ? [{ kernel, cases, subgroups: true }] : []),
]);

for (const { kernel, cases, subgroups } of sets) {
  describe(`${kernel}${subgroups ? ', subgroups' : ''}`, () => {
    test.for(cases())('$name', async (kernelCase, { skip }) => {
      if (subgroups) {
        skip(runner.subgroupSize === null && !backend.device.software, 'subgroups here have no fixed small size');
        expect(runner.subgroupSize, 'Chromium in software has subgroups').not.toBeNull();
      }
      runner.forms = subgroups ? { ...USUAL_FORMS, subgroup: runner.subgroupSize as number } : USUAL_FORMS;
      tf.engine().startScope();
      runner.device.pushErrorScope('validation');
      const inputs = kernelCase.inputs.map((input) => upload(kernelCase.name, input));
      const results = kernelCase.run(kernels, inputs);
      const values = await Promise.all(results.map((result) => runner.read(result)));
      expect(await runner.device.popErrorScope()).toBeNull();
      expect(results.length).toBe(kernelCase.expected.length);
      kernelCase.expected.forEach((expected, i) => {
        expect(relativeError(new Float32Array(values[i]), expected), `result ${i}`).toBeLessThan(1e-5);
      });
      tf.engine().endScope();
    });
  });
}
