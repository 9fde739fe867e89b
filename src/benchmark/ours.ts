/** The engine's own training, as a run of the page trains. */
import { createEngine } from '@/engine/createEngine';
import type { DeviceChoice } from '@/engine/types';
import { countGpu } from './countGpu';
import { countNumbers, prepareTask } from './prepareTask';
import type { BenchTask, Contender } from './types';

export interface OursOptions {
  device: DeviceChoice;
  /** false on adapters that compute nothing: there is nothing to compare */
  check?: boolean;
}

/** @throws Error if the step cannot be a program: what was timed then would not be it */
export async function ours(task: BenchTask, { device, check = true }: OursOptions): Promise<Contender> {
  const counts = countGpu();
  const before = counts.heldBytes();
  const engine = await createEngine(device);
  const matrices: { dispose(): void }[] = [];
  const { model, values, batch } = prepareTask(task, (matrix) => {
    const uploaded = engine.createSparse(matrix);
    matrices.push(uploaded);
    return uploaded;
  });
  const parameters = engine.createParameters(values);
  const training = await engine.prepareTraining(parameters, batch(0), model.loss, model.adam, { check });
  if (training.path.kind !== 'program' && engine.device.backend === 'webgpu') throw new Error(training.path.reason);
  let taken = 0;
  const run: Contender['run'] = async (steps) => {
    const started = performance.now();
    const first = taken;
    training.steps(steps, (step) => ({ batch: batch(first + step), dropoutSeed: first + step }));
    taken += steps;
    const jsMs = performance.now() - started;
    lossOfLast = await engine.readLoss(parameters);
    return { jsMs, ms: performance.now() - started };
  };
  let lossOfLast: number | null = null;
  await run(1);
  const loss = lossOfLast;
  counts.takeDispatches();
  await run(1);
  return {
    name: 'ours',
    device: engine.device.adapter,
    parameters: countNumbers(values),
    loss,
    dispatches: counts.takeDispatches(),
    gpuBytes: counts.heldBytes() - before,
    run,
    dispose() {
      training.dispose();
      parameters.dispose();
      for (const matrix of matrices) matrix.dispose();
      engine.dispose();
    },
  };
}
