import { expect, test } from 'vitest';
import type { Handle } from '../Handle';
import { cpuKernels } from '../kernels/cpuKernels';
import type { Kernels } from '../kernels/Kernels';
import { upload } from '../Parameters';
import { integers, normals, relativeError } from '../testing/arrays';
import { type Tensor, tf } from '../tf';
import { tfjsTape } from '../tfjsTape';
import type { OpContext } from './OpContext';
import { sampledSoftmax } from './sampledSoftmax';
import { softmaxCrossEntropy } from './softmaxCrossEntropy';

const [ROWS, DIMENSION, NUM_ITEMS] = [7, 4, 9];

test('compared with every item once it is the softmax over all items', async () => {
  await tf.setBackend('cpu');
  const states = upload('states', normals(1, [ROWS, DIMENSION])) as Tensor;
  const table = upload('table', normals(2, [NUM_ITEMS, DIMENSION])) as Tensor;
  const targets = integers(3, [ROWS], NUM_ITEMS);
  const [targetsHeld, weights] = [upload('t', targets), upload('w', normals(4, [ROWS]))];
  const targetIds = upload('ids', { shape: [ROWS], data: Float32Array.from(targets.data) });
  // in another order, which must not matter
  const order = Int32Array.from({ length: NUM_ITEMS }, (_, i) => (4 * i) % NUM_ITEMS);
  const candidateIds = upload('candidates', { shape: [NUM_ITEMS], data: Float32Array.from(order) });
  const context: OpContext = {
    kernels: cpuKernels as Kernels<Handle>,
    tape: tfjsTape,
    dropout: null,
    differentiating: true,
    hostIds: () => null,
  };
  const run = (loss: () => Tensor) => {
    const { value, grads } = tf.engine().gradients(loss, [states, table]);
    return [value, ...grads].map((tensor) => tensor.dataSync());
  };
  const whole = run(() => softmaxCrossEntropy(context, states, table, targetsHeld, weights) as Tensor);
  const sampled = run(() => {
    const positives = tf.gather(table, targetsHeld as Tensor);
    const candidates = tf.gather(table, tf.tensor1d(order, 'int32'));
    return sampledSoftmax(context, { states, positives, candidates, targetIds, candidateIds, weights }) as Tensor;
  });
  sampled.forEach((values, i) => {
    expect(relativeError(values, whole[i])).toBeLessThan(1e-5);
  });
});
