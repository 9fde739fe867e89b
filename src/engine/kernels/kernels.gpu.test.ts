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
/** Which form of a kernel runs: each has its own runner. */
type Form = 'hardware' | 'software' | 'subgroups';
let runners: Record<Form, PoisoningRunner>;
let subgroup: number | null;
beforeAll(async () => {
  backend = await openBackend('webgpu');
  const gpu = tf.backend() as unknown as WebGPUBackend;
  subgroup = await fixedSubgroupSize(gpu.device);
  const withSubgroups = { ...USUAL_FORMS, ...(subgroup !== null && { subgroup }) };
  runners = {
    hardware: new PoisoningRunner(gpu),
    software: new PoisoningRunner(gpu, true),
    subgroups: new PoisoningRunner(gpu, true, withSubgroups),
  };
});
afterAll(() => {
  for (const runner of Object.values(runners)) runner.dispose();
  backend.close();
});

/** Forms beside the usual one. */
const OTHER_FORMS: Record<string, Form[]> = {
  matmul: ['subgroups'],
  attention: ['subgroups'],
  pairProduct: ['subgroups'],
  spmm: ['software', 'subgroups'],
};
const sets = Object.entries(KERNEL_CASES).flatMap(([kernel, cases]) =>
  (['hardware', ...(OTHER_FORMS[kernel] ?? [])] as Form[]).map((form) => ({ kernel, cases, form })),
);

for (const { kernel, cases, form } of sets) {
  describe(`${kernel}, ${form}`, () => {
    test.for(cases())('$name', async (kernelCase, { skip }) => {
      if (form === 'subgroups') {
        skip(subgroup === null && !backend.device.software, 'subgroups here have no fixed small size');
        expect(subgroup, 'Chromium in software has subgroups').not.toBeNull();
      }
      const runner = runners[form];
      const kernels = webgpuKernels(runner);
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
