/** A neural model on the device as a `Scorer`, which is all that evaluation and recommendations need. */
import type { Engine, ForwardFunction, HostArrays, ParameterSet, PrepareOptions } from '@/engine/types';
import type { RowLists } from '@/lib/csr';
import type { DeviceRanking } from '@/lib/scorer';
import type { NeuralModel, Scorer } from '@/models/types';

/** @returns scores with the parameters as they are at the time of the call; the caller keeps owning them */
export function neuralScorer(engine: Engine, parameters: ParameterSet, model: NeuralModel): Scorer {
  const scorer: Scorer = {
    blockSize: model.scoreBlock,
    async score(users, history) {
      return scoresFrom(engine, parameters, model, model.scoreInputs(users, history));
    },
  };
  // Elsewhere lists would be made of scores that are read all the same.
  if (engine.device.backend !== 'webgpu') return scorer;
  return { ...scorer, openRanking: (history) => openRanking(engine, parameters, model, history) };
}

/** Scores of all items from the inputs of `model.score`, with what scores share computed on the way. */
export async function scoresFrom(
  engine: Engine,
  parameters: ParameterSet,
  model: NeuralModel,
  inputs: HostArrays,
): Promise<Float32Array> {
  const scores = await engine.run(parameters, inputs, scoreWithShared(model));
  return scores.data as Float32Array;
}

/** The first block of scores: what its lists will run is compiled, and counted, before there are any. */
export function listsToCome(model: NeuralModel, history: RowLists): NonNullable<PrepareOptions['lists']> {
  const numUsers = Math.min(model.scoreBlock, history.offsets.length - 1);
  const users = Int32Array.from({ length: numUsers }, (_, user) => user);
  return { inputs: model.scoreInputs(users, history), score: scoreWithShared(model) };
}

/** From parameters alone: what scores share is computed on the way. */
function scoreWithShared(model: NeuralModel): ForwardFunction {
  return (ops, p, given) => model.score(ops, { ...p, ...model.sharedByScores(ops, p) }, given);
}

/** What the scores share is computed now; the scores themselves stay on the device. */
export function openRanking(
  engine: Engine,
  parameters: ParameterSet,
  model: NeuralModel,
  history: RowLists,
): DeviceRanking {
  const shared = engine.compute(parameters, model.sharedByScores);
  return {
    blockSize: model.scoreBlock,
    async topK(users, marks, k) {
      const shape = [users.length, marks.length / users.length];
      const inputs = { ...model.scoreInputs(users, history), marks: { shape, data: marks } };
      const ranked = await engine.run(
        parameters,
        inputs,
        (ops, p, inputs) => ops.topK(model.score(ops, p, inputs), inputs.marks, k),
        shared,
      );
      const items = new Int32Array(users.length * k);
      const scores = new Float32Array(users.length * k);
      users.forEach((_, b) => {
        const row = ranked.data.subarray(b * 2 * k, (b + 1) * 2 * k);
        items.set(row.subarray(0, k), b * k);
        scores.set(row.subarray(k), b * k);
      });
      return { items, scores };
    },
    close: () => shared.dispose(),
  };
}
