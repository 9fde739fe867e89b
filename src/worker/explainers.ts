/** What explains a run: a baseline brings it with its fit, a neural run's is made of its parameters of the moment. */
import { PlaygroundError } from '@/lib/errors';
import { EXPLAINERS } from '@/models/registry';
import type { Explainer, FittedBaseline, NeuralModelId } from '@/models/types';
import type { Trainer } from '@/train/trainer';

export function baselineExplainer(fitted: FittedBaseline): Explainer {
  return {
    why: async (user, history, item) => fitted.why(user, history, item),
    // A baseline that reads the history is asked as for a user of the data who has this one.
    foldIn: async (items) =>
      fitted.foldIn?.(items) ?? fitted.score(Int32Array.of(0), { offsets: Int32Array.of(0, items.length), items }),
  };
}

const kept = new WeakMap<Trainer, { version: string; explainer: Explainer }>();

/** One explainer for each version of the parameters: what it has read it keeps. */
export function neuralExplainer(trainer: Trainer): Explainer {
  const { version, dataset, request } = trainer;
  const before = kept.get(trainer);
  if (before?.version === version) return before.explainer;
  const data = {
    numUsers: dataset.userIds.length,
    numItems: dataset.items.length,
    train: dataset.train,
    popularity: dataset.popularity,
  };
  const explainer = EXPLAINERS[request.model as NeuralModelId](request.config, data, {
    scorer: trainer.scorer,
    // All copies are queued before anything else can be.
    snapshot: () => trainer.values(),
    async values() {
      const values = await trainer.values();
      if (trainer.version !== version) {
        // Training went on while they were read: what is explained would not be what is shown.
        throw new PlaygroundError('cancelled', 'the run has trained on meanwhile', { runId: request.runId });
      }
      return values;
    },
  });
  kept.set(trainer, { version, explainer });
  return explainer;
}
