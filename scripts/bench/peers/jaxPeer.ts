/** A process that trains a task by jax-js, on an adapter of Node's. The protocol is that of `Peer`. */
import { createInterface } from 'node:readline';
import { benchTask } from '@/benchmark/benchTasks';
import type { BenchSizes } from '@/benchmark/types';
import type { Config, NeuralModelId } from '@/models/types';
import type { AdapterChoice } from '../nodeGpu';
import { openJax } from './jax/openJax';
import { trainJax } from './jax/trainJax';

/** Beside these the model's configuration, all at one level. */
interface JaxPeerTask extends BenchSizes {
  adapter: AdapterChoice;
  model: NeuralModelId;
}

/** Interactions of a user, where the task has no count of them: about as many as in MovieLens 100K. */
const DEFAULT_ACTIVITY = 85;

const say = (answer: object) => process.stdout.write(`@${JSON.stringify(answer)}\n`);

try {
  const { adapter, model, numUsers, numItems, numInteractions, ...config }: JaxPeerTask = JSON.parse(process.argv[2]);
  const sizes = { numUsers, numItems, numInteractions: numInteractions ?? DEFAULT_ACTIVITY * numUsers };
  const { run, dispose, ...facts } = await trainJax(benchTask(model, sizes, config as Config), await openJax(adapter));
  say({ ready: true, ...facts });
  for await (const line of createInterface({ input: process.stdin })) {
    const { steps } = JSON.parse(line);
    say(await run(steps));
  }
  process.exit(0);
} catch (error) {
  say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exit(1);
}
