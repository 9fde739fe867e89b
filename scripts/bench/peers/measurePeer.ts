/** A process that measures one thing on an adapter of Node's, and says it: what has no other to be beside. */

import { benchData } from '@/benchmark/benchData';
import { copyRate } from '@/benchmark/copyRate';
import { denseRates } from '@/benchmark/denseRate';
import { kernelRates } from '@/benchmark/kernelRates';
import { ours } from '@/benchmark/ours';
import { stepProfile } from '@/benchmark/stepProfile';
import type { BenchTask } from '@/benchmark/types';
import { createEngine } from '@/engine/createEngine';
import { NEURAL_MODELS } from '@/models/registry';
import { evaluationShare, type ShareOptions } from '../evaluationShare';
import { type AdapterChoice, provideGpu } from '../nodeGpu';

export type Job =
  | { kind: 'dense' }
  | { kind: 'copy' }
  | { kind: 'kernels' }
  | { kind: 'profile'; task: BenchTask }
  | { kind: 'share'; task: BenchTask; options: ShareOptions }
  | { kind: 'growth'; task: BenchTask; rounds: number; roundMs: number };

async function measure(job: Job): Promise<object> {
  switch (job.kind) {
    case 'dense':
      return denseRates({ device: 'webgpu' });
    case 'copy':
      return { gigabytesPerSecond: await copyRate('webgpu') };
    case 'kernels':
      return kernelRates('webgpu');
    case 'profile':
      return { dispatches: await stepProfile(job.task) };
    case 'share': {
      const { task, options } = job;
      const engine = await createEngine('webgpu');
      const data = benchData(task);
      const build = (sparse: Parameters<(typeof NEURAL_MODELS)['neumf']>[3]) =>
        NEURAL_MODELS[task.model](task.config, data, 1, sparse);
      return { device: engine.device.adapter, ...(await evaluationShare(engine, build, data, options)) };
    }
    case 'growth': {
      const contender = await ours(job.task, { device: 'webgpu' });
      const once = (await contender.run(1)).ms;
      const steps = Math.max(1, Math.min(200, Math.round(job.roundMs / once)));
      const ms: number[] = [];
      for (let round = 0; round < job.rounds; round++) ms.push((await contender.run(steps)).ms / steps);
      return { ms, gpuBytes: contender.gpuBytes, parameters: contender.parameters };
    }
  }
}

const say = (answer: object) => process.stdout.write(`@${JSON.stringify(answer)}\n`);

try {
  const { adapter, job }: { adapter: AdapterChoice; job: Job } = JSON.parse(process.argv[2]);
  await provideGpu(adapter);
  say(await measure(job));
  process.exit(0);
} catch (error) {
  say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exit(1);
}
