/** A batch of zeros: its names and shapes are all that planning a step asks for. */
import type { HostArray, HostArrays } from '@/engine/types';
import type { BatchRequest } from '@/models/types';

export function emptyBatch(request: BatchRequest): HostArrays {
  const { batchSize } = request;
  const shape = request.kind === 'sequence' ? [batchSize, request.maxLength] : [batchSize];
  const size = shape.reduce((size, length) => size * length, 1);
  // One array under all: nobody writes to it.
  const zeros = new ArrayBuffer(4 * size);
  const whole = (): HostArray => ({ shape, data: new Int32Array(zeros) });
  const real = (): HostArray => ({ shape, data: new Float32Array(zeros) });
  switch (request.kind) {
    case 'pointwise':
      return { users: whole(), items: whole(), labels: real(), weights: real() };
    case 'pairwise':
      return { users: whole(), positives: whole(), negatives: whole(), weights: real() };
    case 'sequence':
      return { inputs: whole(), targets: whole(), negatives: whole(), inputMask: real(), weights: real() };
  }
}
