/** States made of parameters alone. */
import type { HostArrays, ParameterState } from '@/engine/types';
import type { RunRequest, TrainerState } from './types';

/** Parameters as if no step had been taken yet. */
export function withoutMoments(values: HostArrays): ParameterState {
  const zeros = (): HostArrays =>
    Object.fromEntries(
      Object.entries(values).map(([name, { shape, data }]) => [name, { shape, data: new Float32Array(data.length) }]),
    );
  return { values, firstMoments: zeros(), secondMoments: zeros(), step: 0 };
}

/** A run that has ended, to be asked about and never trained on. */
export function endedState(request: RunRequest, epochs: number, values: HostArrays): TrainerState {
  return {
    version: 1,
    request,
    epoch: epochs,
    stepInEpoch: 0,
    parameters: withoutMoments(values),
    history: [],
    best: null,
    elapsedMs: 0,
    samplesSeen: 0,
    epochLoss: { sum: 0, steps: 0 },
  };
}
