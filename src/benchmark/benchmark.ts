/** The page's own benchmark: the engine's steps and stock tfjs's on one device, and what the device can do at all. */
import type { DeviceChoice } from '@/engine/types';
import { benchTask, ML_1M, ML_100K } from './benchTasks';
import { copyRate } from './copyRate';
import { DENSE_SHAPES, denseRates } from './denseRate';
import { ours } from './ours';
import { stepWork } from './stepWork';
import { stockTfjs } from './stockTfjs';
import type { BenchmarkReport, BenchmarkRequest, BenchmarkStage, BenchTask, Contender, StepFigures } from './types';

const ROUNDS = 3;
const ROUND_MS = 800;
const MOST_STEPS = 1000;

/**
 * One after the other: tfjs holds one WebGPU device, so contenders cannot take turns.
 * @param onStage what is measured from now on
 * @throws PlaygroundError 'no-webgpu' where there is none
 */
export async function benchmark(
  { models, software }: BenchmarkRequest,
  onStage: (stage: BenchmarkStage) => void,
): Promise<BenchmarkReport> {
  const device: DeviceChoice = 'webgpu';
  onStage({ what: 'dense', model: null });
  const dense = await denseRates({ device, shapes: DENSE_SHAPES.slice(0, software ? 1 : undefined), rounds: 2 });
  onStage({ what: 'copy', model: null });
  const gigabytesPerSecond = await copyRate(device);
  const peakGigaflops = Math.max(...dense.shapes.flatMap(({ tilings }) => tilings.map(({ gigaflops }) => gigaflops)));
  const report: BenchmarkReport = { device: dense.device, peakGigaflops, gigabytesPerSecond, steps: [] };
  for (const model of models) {
    // Graphs as large as MovieLens 1M are beyond tfjs on software adapters.
    const sizes = model === 'lightgcn' && !software ? ML_1M : ML_100K;
    const task = benchTask(model, sizes, model === 'sasrec' ? { loss: 'bce' } : {});
    onStage({ what: 'ours', model });
    const own = await figuresOf(() => ours(task, { device }));
    onStage({ what: 'stock', model });
    const stock = await figuresOf(() => stockTfjs(task, device));
    report.steps.push({ task, ours: own, stock, boundMs: boundMs(task, own, peakGigaflops, gigabytesPerSecond) });
  }
  return report;
}

async function figuresOf(make: () => Promise<Contender>): Promise<StepFigures | { error: string }> {
  let contender: Contender | null = null;
  try {
    contender = await make();
    const once = await contender.run(1);
    const steps = Math.max(1, Math.min(MOST_STEPS, Math.round(ROUND_MS / once.ms)));
    const figures: StepFigures = {
      ms: once.ms,
      jsMs: once.jsMs,
      dispatches: contender.dispatches,
      gpuBytes: contender.gpuBytes,
      parameters: contender.parameters,
    };
    for (let round = 0; round < ROUNDS; round++) {
      const { ms, jsMs } = await contender.run(steps);
      figures.ms = Math.min(figures.ms, ms / steps);
      figures.jsMs = Math.min(figures.jsMs, jsMs / steps);
    }
    return figures;
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  } finally {
    contender?.dispose();
  }
}

function boundMs(
  task: BenchTask,
  own: StepFigures | { error: string },
  peakGigaflops: number,
  gigabytesPerSecond: number,
): number | null {
  if ('error' in own) return null;
  const { flops, bytes } = stepWork(task, own.parameters);
  return Math.max(flops / peakGigaflops, bytes / gigabytesPerSecond) / 1e6;
}
