/** How a kernel is tested: one description for the tfjs, the typed-array and the WGSL form. */
import type { Kernels } from '../kernels/Kernels';
import type { Tensor } from '../tf';
import type { HostArray } from '../types';

export interface KernelCase {
  name: string;
  inputs: HostArray[];
  /** the kernel's results, in the order of the reference's */
  run(kernels: Kernels, inputs: Tensor[]): Tensor[];
  /** by plain loops */
  expected: Float32Array[];
}

/** Lengths at which tiles, workgroups and vectors of four begin and end. */
export const SIZES = [1, 50, 63, 64, 65];
