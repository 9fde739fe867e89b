/** What `npm run bench` measures: each part prints its table and adds to the flat figures. */
import { benchTask, JS_TASKS, ML_1M, ML_100K, STEP_TASKS } from '@/benchmark/benchTasks';
import type { KernelTime } from '@/benchmark/kernelRates';
import type { DispatchTime } from '@/benchmark/stepProfile';
import { stepWork } from '@/benchmark/stepWork';
import type { BenchSizes, BenchTask, DenseRates } from '@/benchmark/types';
import { modelSpec } from '@/models/catalog';
import type { Config, NeuralModelId } from '@/models/types';
import { enginePeer, hasCuda, jaxPeer, measurePeer, type Places, torchPeer } from './commands';
import type { EvaluationShare, ShareOptions } from './evaluationShare';
import type { AdapterChoice } from './nodeGpu';
import { Peer } from './Peer';
import type { Job } from './peers/measurePeer';
import { type Measured, median, medianRatio, sideBySide } from './sideBySide';
import { duration, megabytes, printTable, short } from './table';

export type Figures = Record<string, number | string | null>;

export interface PartContext {
  places: Places;
  adapter: Exclude<AdapterChoice, 'null'>;
  quick: boolean;
  /** whose steps are taken */
  models: readonly string[];
  figures: Figures;
  /** shared by parts: taken once */
  dense?: DenseRates;
}

export type PartId = 'js' | 'steps' | 'kernels' | 'profile' | 'dense' | 'roofline' | 'evaluation' | 'rows' | 'growth';

export const PARTS: Record<PartId, (context: PartContext) => Promise<void>> = {
  js: measureJs,
  steps: measureSteps,
  kernels: measureKernels,
  profile: measureProfile,
  dense: measureDense,
  roofline: measureRoofline,
  evaluation: measureEvaluation,
  rows: measureRows,
  growth: measureGrowth,
};

export const QUICK_PARTS: readonly PartId[] = ['js', 'steps', 'dense'];

const stepTasks = (models: readonly string[]) => STEP_TASKS.filter(({ model }) => models.includes(model));
const nameOf = (task: BenchTask) => modelSpec(task.model).name;

/** JavaScript alone: on an adapter that computes nothing, all time is the thread's. */
async function measureJs({ places, quick, figures }: PartContext): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const task of JS_TASKS) {
    const commands = [
      enginePeer(places, 'ours', 'null', task),
      enginePeer(places, 'stock', 'null', task),
      jaxPeer(places, 'null', task),
    ];
    const measured = await sideBySide(commands, { rounds: quick ? 5 : 9, roundMs: 400 });
    const [ours, stock] = measured;
    for (const { label, facts, ms } of measured) {
      const ratio = label === 'ours' ? null : medianRatio(ms, ours.ms);
      rows.push([nameOf(task), label, short(median(ms)), short(ratio), facts?.dispatches ?? '–']);
    }
    figures[`${task.model}.jsMsPerStep`] = median(ours.ms);
    figures[`${task.model}.jsSpeedupOverTfjs`] = medianRatio(stock.ms, ours.ms);
    figures[`${task.model}.dispatches`] = ours.facts?.dispatches ?? null;
  }
  printTable(
    'JavaScript a step, on an adapter that computes nothing',
    ['model', 'by', 'ms', 'times ours', 'dispatches'],
    rows,
  );
}

/** Whole steps, beside whoever can train the same. */
async function measureSteps({ places, adapter, quick, models, figures }: PartContext): Promise<void> {
  const rows: (string | number)[][] = [];
  const device = adapter === 'gpu' && hasCuda() ? 'cuda' : 'cpu';
  for (const task of stepTasks(models)) {
    const commands = [
      enginePeer(places, 'ours', adapter, task),
      torchPeer(places, task, { device, cudaGraphs: false }),
      task.model === 'lightgcn' ? torchPeer(places, task, { device, cudaGraphs: false, graph: 'bag' }) : null,
      device === 'cuda' ? torchPeer(places, task, { device, cudaGraphs: true }) : null,
      // Its LightGCN holds gigabytes at these sizes, and a step takes minutes in software: below, on a smaller graph.
      task.model === 'lightgcn' ? null : jaxPeer(places, adapter, task),
      enginePeer(places, 'stock', adapter, task),
    ].filter((command) => command !== null);
    const measured = await sideBySide(commands, { rounds: quick ? 5 : 9, roundMs: quick ? 700 : 1500 });
    const ours = measured[0];
    const of = (label: string) => measured.find((entry) => entry.label.startsWith(label));
    for (const entry of measured) {
      rows.push(stepRow(nameOf(task), entry, ours));
      if (entry.facts?.threads) figures.torchThreads = entry.facts.threads;
    }
    const ratioTo = (label: string) => medianRatio(ours.ms, of(label)?.ms ?? []);
    figures.adapter = ours.facts?.device ?? null;
    figures[`${task.model}.msPerStep`] = median(ours.ms);
    figures[`${task.model}.speedupOverTfjs`] = medianRatio(of('stock')?.ms ?? [], ours.ms);
    figures[`${task.model}.timeRatioToTorch`] = ratioTo('PyTorch');
    // The fastest way to write it, which few do.
    if (task.model === 'lightgcn')
      figures['lightgcn.timeRatioToTorchBag'] = ratioTo(`PyTorch, ${device}, embedding_bag`);
    figures[`${task.model}.timeRatioToJaxJs`] = ratioTo('jax-js');
    figures[`${task.model}.gpuBytes`] = ours.facts?.gpuBytes ?? null;
  }
  if (models.includes('lightgcn')) {
    const small = benchTask('lightgcn', ML_100K);
    const peers = [enginePeer(places, 'ours', adapter, small), jaxPeer(places, adapter, small)];
    const [ours, jax] = await sideBySide(peers, { rounds: 3, roundMs: 700 });
    figures['lightgcn.timeRatioToJaxJs'] = medianRatio(ours.ms, jax.ms);
    for (const entry of [ours, jax]) rows.push(stepRow(`${nameOf(small)}, 100K`, entry, ours));
  }
  printTable(
    `A training step (${figures.adapter})`,
    ['model', 'by', 'ms', 'times ours', 'dispatches', 'MB of GPU buffers', 'first loss'],
    rows,
  );
}

function stepRow(name: string, entry: Measured, ours: Measured): (string | number)[] {
  const { label, facts, ms } = entry;
  const threads = facts?.threads ? `, ${facts.threads} ${facts.threads === 1 ? 'thread' : 'threads'}` : '';
  const ratio = entry === ours ? null : medianRatio(ms, ours.ms);
  const cells = [short(median(ms)), short(ratio), facts?.dispatches ?? '–', megabytes(facts?.gpuBytes ?? null)];
  return [name, `${label}${threads}`, ...cells, short(facts?.loss ?? null)];
}

/** Each kernel alone, beside what tfjs takes for the same on the same device. */
async function measureKernels({ places, adapter, figures }: PartContext): Promise<void> {
  const { device, kernels } = await job<{ device: string; kernels: KernelTime[] }>(places, adapter, {
    kind: 'kernels',
  });
  printTable(
    `Kernels alone (${device})`,
    ['kernel', 'ms', 'tfjs ms', 'times ours'],
    kernels.map(({ name, ours, tfjs }) => {
      const ratio = tfjs && medianRatio(tfjs, ours);
      figures[`kernel.${name}.ms`] = median(ours);
      figures[`kernel.${name}.speedupOverTfjs`] = ratio;
      return [name, short(median(ours)), short(median(tfjs ?? [])), short(ratio)];
    }),
  );
}

/** Where the time of a step goes: dispatches that do the same are added up. */
async function measureProfile({ places, adapter, models }: PartContext): Promise<void> {
  for (const task of stepTasks(models)) {
    const { dispatches } = await job<{ dispatches: DispatchTime[] }>(places, adapter, { kind: 'profile', task });
    const sums = new Map<string, { count: number; ms: number }>();
    for (const { label, ms } of dispatches) {
      const { count, ms: before } = sums.get(label) ?? { count: 0, ms: 0 };
      sums.set(label, { count: count + 1, ms: before + ms });
    }
    const total = dispatches.reduce((sum, { ms }) => sum + ms, 0);
    printTable(
      `Where a step of ${nameOf(task)} spends its time, each dispatch alone (${adapter})`,
      ['dispatches', 'of them', 'ms', 'share'],
      [...sums]
        .sort(([, a], [, b]) => b.ms - a.ms)
        .map(([label, { count, ms }]) => [label, count, short(ms), `${short((100 * ms) / total)} %`]),
    );
  }
}

async function measureDense(context: PartContext): Promise<void> {
  const dense = await denseOf(context);
  const [first] = dense.shapes;
  printTable(
    `Dense products by tiling of a thread, billions of operations a second (${dense.device})`,
    ['rows x columns', ...dense.shapes.map(({ name }) => name)],
    first.tilings.map((tile, at) => [
      `${tile.rows} x ${tile.columns}${tile.lanes ? ` by each of ${tile.lanes} together` : ''}`,
      ...dense.shapes.map(({ tilings, chosen }) =>
        at === chosen ? `**${short(tilings[at].gigaflops)}**` : short(tilings[at].gigaflops),
      ),
    ]),
  );
  for (const { name, fractionOfBest } of dense.shapes) {
    console.log(`${name}: the engine's tiling (bold) reaches ${short(100 * fractionOfBest)} % of the best.`);
  }
  context.figures.denseFractionOfBest = Math.min(...dense.shapes.map(({ fractionOfBest }) => fractionOfBest));
}

/** Steps against what their operations and bytes would take at the rates that this adapter was seen to reach. */
async function measureRoofline(context: PartContext): Promise<void> {
  const { places, adapter, figures } = context;
  const dense = await denseOf(context);
  const peak = Math.max(...dense.shapes.flatMap(({ tilings }) => tilings.map(({ gigaflops }) => gigaflops)));
  const { gigabytesPerSecond } = await job<{ gigabytesPerSecond: number }>(places, adapter, { kind: 'copy' });
  const rows: (string | number)[][] = [];
  for (const task of [...STEP_TASKS, benchTask('sasrec', ML_100K, { loss: 'softmax' })]) {
    const [ours] = await sideBySide([enginePeer(places, 'ours', adapter, task)], { rounds: 5, roundMs: 1000 });
    const { flops, bytes } = stepWork(task, ours.facts?.parameters ?? 0);
    const computeMs = flops / peak / 1e6;
    const memoryMs = bytes / gigabytesPerSecond / 1e6;
    const fastest = Math.min(...ours.ms);
    const bound = Math.max(computeMs, memoryMs);
    const label = task.model === 'sasrec' ? `${nameOf(task)}, ${task.config.loss}` : nameOf(task);
    rows.push([
      label,
      short(flops / 1e6),
      short(bytes / 1e6),
      short(computeMs),
      short(memoryMs),
      short(fastest),
      short(bound / fastest),
    ]);
    figures[`${task.model}.${task.model === 'sasrec' ? `${task.config.loss}.` : ''}fractionOfRoofline`] =
      bound / fastest;
  }
  printTable(
    `Roofline: peak ${short(peak)} GFLOP/s, ${short(gigabytesPerSecond)} GB/s as measured (${dense.device})`,
    ['step', 'MFLOP', 'MB', 'ms to compute', 'ms to move', 'ms taken', 'bound / taken'],
    rows,
  );
}

/** What full ranking at an epoch's end takes of the epoch. */
async function measureEvaluation({ places, adapter, figures }: PartContext): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const [task, options] of [
    [benchTask('lightgcn', ML_1M), { steps: 3, rounds: 3 }],
    [benchTask('neumf', ML_100K), { steps: 60, rounds: 3, maxUsers: 500 }],
    [benchTask('sasrec', ML_100K), { steps: 2, rounds: 2 }],
  ] as [BenchTask, ShareOptions][]) {
    const share = await job<EvaluationShare>(places, adapter, { kind: 'share', task, options });
    const epochMs = (median(share.stepMs) ?? 0) * share.stepsPerEpoch;
    const evaluationMs = median(share.deviceMs) ?? 0;
    figures[`${task.model}.evaluationShare`] = evaluationMs / epochMs;
    rows.push([
      nameOf(task),
      share.numUsers,
      share.stepsPerEpoch,
      short(median(share.stepMs)),
      short(evaluationMs),
      short(median(share.readMs)),
      `${short((100 * evaluationMs) / epochMs)} %`,
    ]);
  }
  printTable(
    'Full ranking at the end of an epoch',
    ['model', 'users', 'steps an epoch', 'ms a step', 'ms of evaluation', 'ms if scores were read', 'of the epoch'],
    rows,
  );
}

/** The handbook's rows: settings, and what it took its author. */
const HANDBOOK: { model: NeuralModelId; sizes: BenchSizes; epochs: number; changes: Config; took: string }[] = [
  { model: 'neumf', sizes: ML_100K, epochs: 20, changes: { embeddingDim: 64, batchSize: 256 }, took: '8 min (CPU)' },
  { model: 'neumf', sizes: ML_100K, epochs: 20, changes: { embeddingDim: 128, batchSize: 512 }, took: '12 min (CPU)' },
  {
    model: 'neumf',
    sizes: ML_100K,
    epochs: 20,
    changes: { embeddingDim: 64, batchSize: 256 },
    took: '30 s (RTX 3080)',
  },
  {
    model: 'neumf',
    sizes: ML_100K,
    epochs: 20,
    changes: { embeddingDim: 128, batchSize: 1024 },
    took: '20 s (RTX 3080)',
  },
  { model: 'lightgcn', sizes: ML_1M, epochs: 50, changes: { numLayers: 1, batchSize: 1024 }, took: '5 min (GPU)' },
  { model: 'lightgcn', sizes: ML_1M, epochs: 50, changes: { numLayers: 3, batchSize: 1024 }, took: '10 min (GPU)' },
  { model: 'lightgcn', sizes: ML_1M, epochs: 50, changes: { numLayers: 5, batchSize: 1024 }, took: '15 min (GPU)' },
  { model: 'sasrec', sizes: ML_100K, epochs: 50, changes: { hiddenUnits: 50, numBlocks: 2 }, took: '15 min (GPU)' },
  { model: 'sasrec', sizes: ML_100K, epochs: 50, changes: { hiddenUnits: 100, numBlocks: 4 }, took: '30 min (GPU)' },
];

/** End to end, evaluation included: some steps and one evaluation, times how many there are. */
async function measureRows({ places, adapter, figures }: PartContext): Promise<void> {
  const device = adapter === 'gpu' && hasCuda() ? 'cuda' : 'cpu';
  const rows: (string | number)[][] = [];
  const known = new Map<string, { ours: number; torch: number | null }>();
  for (const [at, { model, sizes, epochs, changes, took }] of HANDBOOK.entries()) {
    const task = benchTask(model, sizes, changes);
    const key = JSON.stringify(task);
    let result = known.get(key);
    if (!result) {
      const options: ShareOptions = { steps: adapter === 'gpu' ? 200 : model === 'neumf' ? 40 : 2, rounds: 2 };
      const share = await job<EvaluationShare>(places, adapter, { kind: 'share', task, options });
      const steps = epochs * share.stepsPerEpoch;
      const ours = steps * (median(share.stepMs) ?? 0) + epochs * (median(share.deviceMs) ?? 0);
      const command = torchPeer(places, task, { device, cudaGraphs: false });
      const [torch] = command ? await sideBySide([command], { rounds: 3, roundMs: 700 }) : [];
      const torchMs = median(torch?.ms ?? []);
      result = { ours, torch: torchMs === null ? null : steps * torchMs };
      known.set(key, result);
    }
    figures[`handbook.${at + 1}.ms`] = result.ours;
    figures[`handbook.${at + 1}.torchMs`] = result.torch;
    const settings = Object.entries(changes).map(([name, value]) => `${name} ${value}`);
    rows.push([
      `${modelSpec(model).name}, ${settings.join(', ')}`,
      epochs,
      duration(result.ours),
      result.torch === null ? '–' : duration(result.torch),
      took,
    ]);
  }
  printTable(
    `The handbook's timing rows, end to end with evaluation, extrapolated from some steps (${adapter})`,
    ['row', 'epochs', 'ours', `PyTorch, ${device}, steps only`, 'the handbook'],
    rows,
  );
}

/** The sizes of the MovieLens sets of so many ratings. */
const GROWTH: { name: string; sizes: BenchSizes }[] = [
  { name: '100K', sizes: { numUsers: 943, numItems: 1682, numInteractions: 100_000 } },
  { name: '1M', sizes: { numUsers: 6040, numItems: 3706, numInteractions: 1_000_000 } },
  { name: '10M', sizes: { numUsers: 69_878, numItems: 10_677, numInteractions: 10_000_000 } },
  { name: '25M', sizes: { numUsers: 162_541, numItems: 59_047, numInteractions: 25_000_000 } },
];

async function measureGrowth({ places, adapter, figures }: PartContext): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const { name, sizes } of GROWTH) {
    const cells: string[] = [];
    for (const model of ['neumf', 'lightgcn', 'sasrec'] as const) {
      const task = benchTask(model, sizes, model === 'sasrec' ? { loss: 'bce' } : {});
      try {
        const options = { rounds: 3, roundMs: 700 };
        const grown = await job<{ ms: number[]; gpuBytes: number }>(places, adapter, {
          kind: 'growth',
          task,
          ...options,
        });
        figures[`growth.${name}.${model}.ms`] = median(grown.ms);
        figures[`growth.${name}.${model}.gpuBytes`] = grown.gpuBytes;
        cells.push(short(median(grown.ms)), megabytes(grown.gpuBytes));
      } catch (error) {
        console.error(`  ${model}, ${name}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
        cells.push('–', '–');
      }
    }
    rows.push([name, ...cells]);
  }
  printTable(
    `A step at growing sizes (${adapter})`,
    ['interactions', 'NeuMF ms', 'MB', 'LightGCN ms', 'MB', 'SASRec (BCE) ms', 'MB'],
    rows,
  );
}

async function denseOf(context: PartContext): Promise<DenseRates> {
  context.dense ??= await job<DenseRates>(context.places, context.adapter, { kind: 'dense' });
  return context.dense;
}

/** One measurement by a process of its own. */
async function job<T>(places: Places, adapter: AdapterChoice, what: Job): Promise<T> {
  const peer = await Peer.start(measurePeer(places, adapter, what));
  peer.stop();
  return peer.facts as unknown as T;
}
