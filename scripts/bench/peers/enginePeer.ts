/** A process that trains on request: ours or stock tfjs, on an adapter of Node's. The protocol is that of `Peer`. */
import { createInterface } from 'node:readline';
import { ours } from '@/benchmark/ours';
import { stockTfjs } from '@/benchmark/stockTfjs';
import type { BenchTask } from '@/benchmark/types';
import { type AdapterChoice, provideGpu } from '../nodeGpu';

export interface EnginePeerTask {
  contender: 'ours' | 'stock';
  adapter: AdapterChoice;
  task: BenchTask;
}

const say = (answer: object) => process.stdout.write(`@${JSON.stringify(answer)}\n`);

try {
  const { contender, adapter, task }: EnginePeerTask = JSON.parse(process.argv[2]);
  await provideGpu(adapter);
  const { run, dispose, ...facts } =
    contender === 'ours'
      ? await ours(task, { device: 'webgpu', check: adapter !== 'null' })
      : await stockTfjs(task, 'webgpu');
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
