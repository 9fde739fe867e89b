/** Forms of kernels that give the same numbers, and of which one adapter likes this one and another that. */
import { upload } from '../Parameters';
import { tf } from '../tf';
import type { KernelForms, Tile } from '../types';
import { USUAL_FORMS } from './gpu/GpuKernel';
import type { GpuRunner } from './gpu/GpuRunner';
import { multiplyInto, wholeMatrix } from './matmul/matmul';
import { fixedSubgroupSize } from './subgroups';

/** Tiles that are tried on hardware: more elements a thread need fewer loads, and more registers. */
const TILES: readonly Tile[] = [
  { rows: 8, columns: 8 },
  { rows: 4, columns: 8 },
  { rows: 8, columns: 4 },
  { rows: 4, columns: 4 },
];
/** Rows, inner axis and columns of layers: SASRec's at its default width, which is no multiple of four, and NeuMF's. */
const LAYER = [6400, 50, 50] as const;
const LAYER_IN_FOURS = [1024, 128, 128] as const;
/** Smaller subgroups of an adapter in software are not worth it: at 4 products take about as long as without. */
const FEWEST_LANES = 8;
const ROUNDS = 4;
const REPEATS = 8;

/** Gives a new runner the forms of its adapter. Only those of adapters in software have subgroups, so only they are asked. */
export async function adaptForms(runner: GpuRunner): Promise<void> {
  if (runner.software) runner.subgroupSize = await fixedSubgroupSize(runner.device);
  runner.forms = await chooseForms(runner);
}

/**
 * Times a few tiles on the shape of a layer; a tenth of a second on a GPU. Software adapters get the usual
 * ones, as their shaders take seconds to compile, with subgroups where they have them (docs/ENGINE.md).
 */
export async function chooseForms(runner: GpuRunner): Promise<KernelForms> {
  if (runner.software) {
    const { subgroupSize } = runner;
    return subgroupSize !== null && subgroupSize >= FEWEST_LANES
      ? { ...USUAL_FORMS, subgroup: subgroupSize }
      : USUAL_FORMS;
  }
  return { tile: await fastestTile(runner, LAYER), tileInFours: await fastestTile(runner, LAYER_IN_FOURS) };
}

async function fastestTile(
  runner: GpuRunner,
  [rows, inner, columns]: readonly [number, number, number],
): Promise<Tile> {
  const constant = (...shape: number[]) =>
    upload('x', { shape, data: new Float32Array(shape[0] * shape[1]).fill(0.5) });
  const [a, b] = [constant(rows, inner), constant(inner, columns)];
  const out = runner.output([rows, columns]);
  const product = {
    ...{ rows, columns, inner, outerBatch: 1, innerBatch: 1 },
    ...{ a: wholeMatrix(inner), b: wholeMatrix(columns), c: wholeMatrix(columns) },
  };
  const best = TILES.map(() => Number.POSITIVE_INFINITY);
  // In turns, the best of each: other work on the machine then weighs on none. The first round compiles.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [at, tile] of TILES.entries()) {
      const started = performance.now();
      for (let k = 0; k < REPEATS; k++) multiplyInto(runner, a, b, out, product, { tile });
      runner.flush();
      await runner.device.queue.onSubmittedWorkDone();
      if (round > 0) best[at] = Math.min(best[at], performance.now() - started);
    }
  }
  tf.dispose([a, b, out]);
  return TILES[best.indexOf(Math.min(...best))];
}
