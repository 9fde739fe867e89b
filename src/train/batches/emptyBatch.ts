/** A batch of zeros: its names and shapes are all that planning a step asks for. */
import type { HostArray, HostArrays } from '@/engine/types';
import type { BatchRequest } from '@/models/types';

export function emptyBatch(request: BatchRequest): HostArrays {
  const { batchSize } = request;
  const shape = request.kind === 'sequence' ? [batchSize, request.maxLength] : [batchSize];
  const numCandidates = request.kind === 'sequence' ? request.numCandidates : 0;
  const sizeOf = (shape: number[]) => shape.reduce((size, length) => size * length, 1);
  // One array under all: nobody writes to it.
  const zeros = new ArrayBuffer(4 * Math.max(sizeOf(shape), numCandidates));
  const whole = (of = shape): HostArray => ({ shape: of, data: new Int32Array(zeros, 0, sizeOf(of)) });
  const real = (of = shape): HostArray => ({ shape: of, data: new Float32Array(zeros, 0, sizeOf(of)) });
  switch (request.kind) {
    case 'pointwise':
      return { users: whole(), items: whole(), labels: real(), weights: real() };
    case 'pairwise':
      return { users: whole(), positives: whole(), negatives: whole(), weights: real() };
    case 'sequence':
      return {
        ...{ inputs: whole(), targets: whole(), negatives: whole(), inputMask: real(), weights: real() },
        ...(numCandidates > 0 && {
          ...{ targetIds: real(), candidates: whole([numCandidates]), candidateIds: real([numCandidates]) },
        }),
      };
  }
}
