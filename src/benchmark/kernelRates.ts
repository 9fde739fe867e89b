/** Each kernel at the sizes of a step at the handbook's defaults: our WGSL beside the same in tfjs ops on one device. */
import { openBackend } from '@/engine/backend/openBackend';
import { adaptForms } from '@/engine/kernels/forms';
import { GpuRunner } from '@/engine/kernels/gpu/GpuRunner';
import type { AdamSlot, AttentionShape, Kernels } from '@/engine/kernels/Kernels';
import { tfjsKernels } from '@/engine/kernels/tfjsKernels';
import { webgpuKernels } from '@/engine/kernels/webgpuKernels';
import { upload } from '@/engine/Parameters';
import * as arrays from '@/engine/testing/arrays';
import { type Tensor, tf, type WebGPUBackend } from '@/engine/tf';
import type { DeviceChoice } from '@/engine/types';
import { markWords } from '@/lib/marks';
import { normalisedAdjacency } from '@/models/lightgcn/lightgcn';
import { benchData } from './benchData';
import { ML_100K } from './benchTasks';

export interface KernelTime {
  name: string;
  /** of each round, side by side */
  ours: number[];
  /** null where tfjs has no form that stays on the device */
  tfjs: number[] | null;
}

interface KernelBench {
  name: string;
  /** makes inputs and returns the call, whose results are disposed of */
  make(kernels: Kernels): () => Tensor[];
  /** whether tfjs reads values back in the middle */
  leavesDevice?: boolean;
}

const ROUNDS = 7;
const ROUND_MS = 60;
const MOST_REPETITIONS = 200;

/** @returns in the order of a step: lookups, products, attention, losses, sums, update, lists */
export async function kernelRates(choice: DeviceChoice): Promise<{ device: string; kernels: KernelTime[] }> {
  const backend = await openBackend(choice);
  const runner = new GpuRunner(tf.backend() as unknown as WebGPUBackend, backend.device.software ?? false);
  await adaptForms(runner);
  const result: KernelTime[] = [];
  for (const bench of BENCHES) {
    tf.engine().startScope();
    const calls = [webgpuKernels(runner), ...(bench.leavesDevice ? [] : [tfjsKernels])].map((kernels) =>
      bench.make(kernels),
    );
    const time = async (call: () => Tensor[], repetitions: number) => {
      const started = performance.now();
      for (let k = 0; k < repetitions; k++) tf.dispose(call());
      runner.flush();
      await runner.device.queue.onSubmittedWorkDone();
      return (performance.now() - started) / repetitions;
    };
    const repetitions: number[] = [];
    for (const call of calls) {
      // The first one compiles.
      await time(() => tf.tidy(call), 1);
      const once = await time(() => tf.tidy(call), 1);
      repetitions.push(Math.max(1, Math.min(MOST_REPETITIONS, Math.round(ROUND_MS / once))));
    }
    const ms: number[][] = calls.map(() => []);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [at, call] of calls.entries()) ms[at].push(await time(() => tf.tidy(call), repetitions[at]));
    }
    result.push({ name: bench.name, ours: ms[0], tfjs: ms[1] ?? null });
    tf.engine().endScope();
    runner.releaseFree();
  }
  runner.dispose();
  backend.close();
  return { device: backend.device.adapter, kernels: result };
}

let seed = 0;

const normals = (...shape: number[]) => upload('x', arrays.normals(++seed, shape));

function integers(below: number, ...shape: number[]): { host: Int32Array; tensor: Tensor } {
  const ids = arrays.integers(++seed, shape, below);
  return { host: ids.data, tensor: upload('ids', ids) };
}

const ones = (...shape: number[]) => tf.ones(shape) as Tensor;

/** SASRec's batch. */
const [BATCH, LENGTH, WIDTH] = [128, 50, 50];
const ROWS = BATCH * LENGTH;
const HEADS: AttentionShape = { batch: BATCH, length: LENGTH, dimension: WIDTH, numHeads: 1 };
const ADAM = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, correction1: 0.1, correction2: 0.001 };

const BENCHES: KernelBench[] = [
  {
    name: 'gatherRows, 3072 of [2625, 64]',
    make: (kernels) => {
      const [table, ids] = [normals(2625, 64), integers(2625, 3072).tensor];
      return () => [kernels.gatherRows(table, ids)];
    },
  },
  {
    name: 'scatterRows, 3072 to [2625, 64]',
    make: (kernels) => {
      const [rows, ids] = [normals(3072, 64), integers(2625, 3072)];
      return () => [kernels.scatterRows(ids.tensor, ids.host, rows, 2625)];
    },
  },
  {
    name: 'matmul, bias, ReLU, 1280 x 128 x 128',
    make: (kernels) => {
      const [a, b, bias] = [normals(1280, 128), normals(128, 128), normals(128)];
      return () => [kernels.matmul(a, b, { bias, activation: 'relu' })];
    },
  },
  {
    name: 'matmul, 6400 x 50 x 50',
    make: (kernels) => {
      const [a, b] = [normals(ROWS, WIDTH), normals(WIDTH, WIDTH)];
      return () => [kernels.matmul(a, b)];
    },
  },
  {
    name: 'matmul, gradient of weights, 50 x 6400 x 50',
    make: (kernels) => {
      const [a, b] = [normals(ROWS, WIDTH), normals(ROWS, WIDTH)];
      return () => [kernels.matmul(a, b, { transposeA: true })];
    },
  },
  {
    name: 'spmm, 100K graph, d 64',
    make: (kernels) => {
      const data = benchData(ML_100K);
      const matrix = kernels.uploadCsr(normalisedAdjacency(data));
      const x = normals(matrix.numRows, 64);
      return () => [kernels.spmm(matrix, x)];
    },
  },
  {
    name: 'layerNorm, 6400 x 50',
    make: (kernels) => {
      const [x, gain, bias] = [normals(ROWS, WIDTH), normals(WIDTH), normals(WIDTH)];
      return () => Object.values(kernels.layerNorm(x, gain, bias, 1e-8));
    },
  },
  {
    name: 'layerNormGradient, 6400 x 50',
    make: (kernels) => {
      const [dy, x, gain, bias] = [normals(ROWS, WIDTH), normals(ROWS, WIDTH), normals(WIDTH), normals(WIDTH)];
      const { stats } = kernels.layerNorm(x, gain, bias, 1e-8);
      return () => Object.values(kernels.layerNormGradient(dy, x, gain, stats));
    },
  },
  {
    name: 'attention, 128 x 50 x 50',
    make: (kernels) => {
      const [q, k, v] = [0, 1, 2].map(() => normals(BATCH, LENGTH, WIDTH));
      const mask = ones(BATCH, LENGTH);
      return () => Object.values(kernels.attention(q, k, v, mask, HEADS));
    },
  },
  {
    name: 'attentionGradient, 128 x 50 x 50',
    make: (kernels) => {
      const [q, k, v, d] = [0, 1, 2, 3].map(() => normals(BATCH, LENGTH, WIDTH));
      const { probabilities } = kernels.attention(q, k, v, ones(BATCH, LENGTH), HEADS);
      return () => Object.values(kernels.attentionGradient(d, q, k, v, probabilities, HEADS));
    },
  },
  {
    name: 'dropout, 6400 x 50',
    leavesDevice: true,
    make: (kernels) => {
      const x = normals(ROWS, WIDTH);
      return () => [kernels.dropout(x, 0.2, { first: 1, second: 2, layer: 0 })];
    },
  },
  {
    name: 'crossEntropyRows with gradient, 1600 x 3416',
    make: (kernels) => {
      const [logits, targets, weights] = [normals(1600, 3416), integers(3416, 1600).tensor, ones(1600)];
      return () => {
        const { losses, gradient } = kernels.crossEntropyRows(logits, targets, weights, true);
        return [losses, gradient as Tensor];
      };
    },
  },
  {
    name: 'rowDots, 3072 x 64',
    make: (kernels) => {
      const [a, b] = [normals(3072, 64), normals(3072, 64)];
      return () => [kernels.rowDots(a, b)];
    },
  },
  {
    name: 'columnSums, 6400 x 50',
    make: (kernels) => {
      const x = normals(ROWS, WIDTH);
      return () => [kernels.columnSums(x)];
    },
  },
  {
    name: 'concatColumns, 1280 x (64 + 64)',
    make: (kernels) => {
      const [a, b] = [normals(1280, 64), normals(1280, 64)];
      return () => [kernels.concatColumns([a, b])];
    },
  },
  {
    name: 'sum of three, 6400 x 50',
    make: (kernels) => {
      const parts = [0, 1, 2].map(() => normals(ROWS, WIDTH));
      return () => [kernels.sum(parts)];
    },
  },
  {
    name: 'adam, 2625 x 128 parameters',
    make: (kernels) => {
      const slot: AdamSlot = {
        value: tf.keep(normals(2625, 128)),
        firstMoment: tf.keep(normals(2625, 128)),
        secondMoment: tf.keep(ones(2625, 128)),
      };
      const gradient = normals(2625, 128);
      return () => {
        kernels.adam(slot, gradient, ADAM);
        return [];
      };
    },
  },
  {
    name: 'pairProduct, 20 users x 1682 items x 128 x 64',
    make: (kernels) => {
      const [a, b, weights, bias] = [normals(20, 128), normals(1682, 128), normals(128, 64), normals(64)];
      return () => [kernels.pairProduct(a, b, weights, { bias, activation: 'relu' })];
    },
  },
  {
    name: 'topK, 20 of 512 x 3706',
    leavesDevice: true,
    make: (kernels) => {
      const [scores, marks] = [normals(512, 3706), integers(1 << 24, 512, markWords(3706)).tensor];
      return () => [kernels.topK(scores, marks, 20)];
    },
  },
];
