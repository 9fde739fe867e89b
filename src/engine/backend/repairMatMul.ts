/**
 * tfjs-backend-webgpu 4.22.0 multiplies wrongly, without a word, when the second matrix is transposed and few outputs
 * meet a long inner axis: MatMulSplitKProgram takes its vec4 path, which reads a transposed B as if it were not.
 * (`isVec4` in matmul_splitK_webgpu.js looks at dimInner % 4 and N % 4 but not at transposeB.) That shape is the
 * gradient of a full softmax. Our own ops multiply with `kernels/matmul`; this keeps tfjs's right as well.
 * Can go when tfjs checks transposeB; `repairMatMul.gpu.test.ts` shows the stock kernel failing.
 */
import { tf } from '../tf';

/** MatMulProgramType.MatMulPackedProgram in tfjs's webgpu_util */
const PACKED_PROGRAM = 3;
const SPLIT_K_FROM = 2000;
const REPAIRED = new WeakSet<object>();

type KernelFunction = NonNullable<ReturnType<typeof tf.getKernel>>['kernelFunc'];
export type MatMulName = 'BatchMatMul' | '_FusedMatMul';

const stock = new Map<MatMulName, KernelFunction>();

/** tfjs's own kernel, for the test that shows what is wrong with it. */
export function stockMatMul(name: MatMulName): KernelFunction {
  const found = stock.get(name);
  if (!found) throw new Error(`${name} was not repaired yet`);
  return found;
}

/** Re-registers tfjs's two matrix products so that they never take the split-K program with a transposed B. */
export function repairMatMul(): void {
  for (const name of ['BatchMatMul', '_FusedMatMul'] as const) {
    const original = tf.getKernel(name, 'webgpu');
    if (!original || REPAIRED.has(original.kernelFunc)) continue;
    stock.set(name, original.kernelFunc);
    const repaired: KernelFunction = (args) => {
      const b = args.inputs.b as { shape: number[] };
      const transposeB = args.attrs?.transposeB === true;
      const innerLength = b.shape[b.shape.length - 1];
      if (!transposeB || innerLength < SPLIT_K_FROM) return original.kernelFunc(args);
      const before = tf.env().getNumber('WEBGPU_MATMUL_PROGRAM_TYPE');
      tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', PACKED_PROGRAM);
      try {
        return original.kernelFunc(args);
      } finally {
        tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', before);
      }
    };
    REPAIRED.add(repaired);
    tf.unregisterKernel(name, 'webgpu');
    tf.registerKernel({ ...original, kernelFunc: repaired });
  }
}
