import { expect, test } from 'vitest';
import type { Handle } from '../Handle';
import { cpuKernels } from '../kernels/cpuKernels';
import type { Kernels } from '../kernels/Kernels';
import { upload } from '../Parameters';
import { integers, normals, relativeError } from '../testing/arrays';
import { type Tensor, tf } from '../tf';
import { tfjsTape } from '../tfjsTape';
import type { OpContext } from './OpContext';
import { softmaxCrossEntropy } from './softmaxCrossEntropy';

test('blocks of rows give what all rows at once give', async () => {
  await tf.setBackend('cpu');
  const [rows, dimension, numItems] = [7, 4, 9];
  const [states, table] = [normals(1, [rows, dimension]), normals(2, [numItems, dimension])].map((x) => upload('x', x));
  const [targets, weights] = [upload('t', integers(3, [rows], numItems)), upload('w', normals(4, [rows]))];
  const context: OpContext = {
    kernels: cpuKernels as Kernels<Handle>,
    tape: tfjsTape,
    dropout: null,
    differentiating: true,
    hostIds: () => null,
  };
  const run = (maxLogitBytes?: number) => {
    const loss = () => softmaxCrossEntropy(context, states, table, targets, weights, maxLogitBytes) as Tensor;
    const { value, grads } = tf.engine().gradients(loss, [states, table]);
    return [value, ...grads].map((tensor) => tensor.dataSync());
  };
  const whole = run();
  // two rows of nine logits at a time, the last block half full; then one
  for (const bytes of [2 * numItems * 4, 1]) {
    run(bytes).forEach((values, i) => {
      expect(relativeError(values, whole[i])).toBeLessThan(1e-6);
    });
  }
});
