/** A neural model on the device as a `Scorer`, which is all that evaluation and recommendations need. */
import type { Engine, ParameterSet } from '@/engine/types';
import type { NeuralModel, Scorer } from '@/models/types';

/** @returns scores with the parameters as they are at the time of the call; the caller keeps owning them */
export function neuralScorer(engine: Engine, parameters: ParameterSet, model: NeuralModel): Scorer {
  return {
    blockSize: model.scoreBlock,
    async score(users, history) {
      const scores = await engine.run(parameters, model.scoreInputs(users, history), model.score);
      return scores.data as Float32Array;
    },
  };
}
