/** A task trained by jax-js: loss, gradients and Adam in one compiled function, as its documentation says. */
import { jit, numpy as np, random, tree, valueAndGrad } from '@jax-js/jax';
import { countGpu } from '@/benchmark/countGpu';
import { countNumbers, prepareTask } from '@/benchmark/prepareTask';
import type { BenchTask, Contender } from '@/benchmark/types';
import type { HostArrays } from '@/engine/types';
import type { CsrMatrix } from '@/lib/csr';
import type { NeuralModelId } from '@/models/types';
import { type AdamState, adam, startAdam } from './adam';
import type { Arrays, BuildJaxModel } from './JaxModel';
import { lightgcn } from './lightgcn';
import { neumf } from './neumf';
import { JAX_NAME, type OpenJax } from './openJax';
import { sasrec } from './sasrec';

const MODELS: Record<NeuralModelId, BuildJaxModel> = { neumf, lightgcn, sasrec };
const SEED = 1;
const NUM_BATCHES = 8;
/** Steps that are queued before the oldest must be done: what a queue holds is not freed. */
const MOST_QUEUED = 8;

type State = { parameters: Arrays; adam: AdamState; key: np.Array };

/** @throws Error if the device refuses anything, now or in a run */
export async function trainJax(task: BenchTask, { device, check }: OpenJax): Promise<Contender> {
  const counts = countGpu();
  let graph: CsrMatrix | null = null;
  const prepared = prepareTask(task, (matrix) => {
    graph = matrix;
    return matrix;
  });
  const model = MODELS[task.model](task, graph);
  const upload = (arrays: HostArrays, names: readonly string[]): Arrays =>
    Object.fromEntries(names.map((name) => [name, np.array(arrays[name].data.slice()).reshape(arrays[name].shape)]));
  // they wait on the device
  const batches = Array.from({ length: NUM_BATCHES }, (_, k) => upload(prepared.batch(k), model.batchNames));

  const step = jit((state: State, batch: Arrays, constants: Arrays): [np.Array, State] => {
    const [key, ...keys] = np.unstack(random.split(state.key, model.numDropouts + 1));
    const [loss, gradients] = valueAndGrad(model.loss)(tree.ref(state.parameters), batch, constants, keys);
    const { parameters, state: adamState } = adam(
      state.parameters,
      gradients as Arrays,
      state.adam,
      prepared.model.adam,
    );
    return [loss, { parameters, adam: adamState, key }];
  });

  const initial = upload(prepared.values, Object.keys(prepared.values));
  let state: State = { parameters: initial, adam: startAdam(initial), key: random.key(SEED) };
  let taken = 0;
  let lossOfLast: number | null = null;

  const run: Contender['run'] = async (steps) => {
    const started = performance.now();
    const queued: Promise<ArrayLike<number>>[] = [];
    let waitedMs = 0;
    for (let k = 0; k < steps; k++) {
      let loss: np.Array;
      [loss, state] = step(state, tree.ref(batches[taken++ % NUM_BATCHES]), tree.ref(model.constants));
      // jax-js is lazy: this hands the step's commands to the device, and does not wait for it
      loss.ref.gpuBufferSync();
      queued.push(loss.data());
      if (queued.length > MOST_QUEUED) {
        const from = performance.now();
        await queued.shift();
        waitedMs += performance.now() - from;
      }
    }
    const jsMs = performance.now() - started - waitedMs;
    for (const loss of queued) [lossOfLast] = Array.from(await loss);
    const ms = performance.now() - started;
    check();
    return { jsMs, ms };
  };

  await run(1);
  const loss = lossOfLast;
  counts.takeDispatches();
  await run(1);
  return {
    name: JAX_NAME,
    device,
    parameters: countNumbers(prepared.values),
    loss,
    dispatches: counts.takeDispatches(),
    gpuBytes: counts.heldBytes(),
    run,
    dispose() {
      tree.dispose(state);
      step.dispose();
    },
  };
}
