/** How fast this adapter multiplies matrices, with each of many tilings: the bound of what dense layers can reach. */
import { openBackend } from '@/engine/backend/openBackend';
import { adaptForms } from '@/engine/kernels/forms';
import { GpuRunner } from '@/engine/kernels/gpu/GpuRunner';
import { multiplyInto, variantOf, wholeMatrix } from '@/engine/kernels/matmul/matmul';
import { upload } from '@/engine/Parameters';
import { tf, type WebGPUBackend } from '@/engine/tf';
import type { DeviceChoice, Tile } from '@/engine/types';
import { randomStream } from '@/lib/random';
import type { DenseRates, DenseShape } from './types';

/**
 * Elements of the result that a thread computes. Larger tiles are left out: shaders of 16 x 16 take a compiler for
 * software most of a minute each.
 */
const TILES: readonly Tile[] = [
  ...[1, 2, 4, 8].flatMap((rows) => [4, 8, 12, 16].map((columns) => ({ rows, columns }))),
  ...[12, 16].flatMap((rows) => [4, 8].map((columns) => ({ rows, columns }))),
];

/** Those that a subgroup computes together. */
function sharedTiles(lanes: number | null): Tile[] {
  if (lanes === null) return [];
  return [1, 2, 4].flatMap((times) => [4, 8].map((columns) => ({ rows: times * lanes, columns, lanes })));
}

/** A layer of NeuMF, one of SASRec, and a large product, where a rate is bounded by nothing else. */
export const DENSE_SHAPES: readonly DenseShape[] = [
  { name: 'NeuMF 256 x 128 x 128', rows: 256, inner: 128, columns: 128 },
  { name: 'SASRec 6400 x 50 x 50', rows: 6400, inner: 50, columns: 50 },
  { name: 'square 512', rows: 512, inner: 512, columns: 512 },
];

export interface DenseOptions {
  device: DeviceChoice;
  shapes?: readonly DenseShape[];
  rounds?: number;
  /** of one tiling and shape in one round; the others take as many repetitions */
  roundMs?: number;
}

/** Tilings are taken in turns; a rate is that of the fastest round, as other work on the machine only slows. */
export async function denseRates({
  device,
  shapes = DENSE_SHAPES,
  rounds = 4,
  roundMs = 40,
}: DenseOptions): Promise<DenseRates> {
  const backend = await openBackend(device);
  const runner = new GpuRunner(tf.backend() as unknown as WebGPUBackend, backend.device.software ?? false);
  await adaptForms(runner);
  const tilings = [...TILES, ...sharedTiles(runner.subgroupSize)];
  const result: DenseRates = { device: backend.device.adapter, shapes: [] };
  for (const shape of shapes) {
    const { rows, inner, columns } = shape;
    const [a, b] = [randoms(rows, inner), randoms(inner, columns)];
    const out = runner.output([rows, columns]);
    const product = {
      ...{ rows, columns, inner, outerBatch: 1, innerBatch: 1 },
      ...{ a: wholeMatrix(inner), b: wholeMatrix(columns), c: wholeMatrix(columns) },
    };
    const time = async (tile: Tile, repetitions: number) => {
      const started = performance.now();
      for (let k = 0; k < repetitions; k++) multiplyInto(runner, a, b, out, product, { tile });
      runner.flush();
      await runner.device.queue.onSubmittedWorkDone();
      return (performance.now() - started) / repetitions;
    };
    const own = variantOf(product, runner.forms);
    const ms = tilings.map(() => Number.POSITIVE_INFINITY);
    for (const tile of tilings) await time(tile, 1);
    const once = await time({ rows: own.tileRows, columns: own.tileColumns, lanes: own.lanes }, 2);
    const repetitions = Math.max(1, Math.round(roundMs / once));
    for (let round = 0; round < rounds; round++) {
      for (const [at, tile] of tilings.entries()) ms[at] = Math.min(ms[at], await time(tile, repetitions));
    }
    const gigaflops = ms.map((value) => (2 * rows * inner * columns) / value / 1e6);
    const chosen = tilings.findIndex(
      ({ rows, columns, lanes = 1 }) => rows === own.tileRows && columns === own.tileColumns && lanes === own.lanes,
    );
    result.shapes.push({
      ...shape,
      tilings: tilings.map((tile, at) => ({ ...tile, gigaflops: gigaflops[at] })),
      chosen,
      fractionOfBest: gigaflops[chosen] / Math.max(...gigaflops),
    });
    tf.dispose([a, b, out]);
  }
  runner.dispose();
  backend.close();
  return result;
}

function randoms(rows: number, columns: number) {
  const random = randomStream(1, 'init');
  const data = Float32Array.from({ length: rows * columns }, () => random.uniform() - 0.5);
  return upload('x', { shape: [rows, columns], data });
}
