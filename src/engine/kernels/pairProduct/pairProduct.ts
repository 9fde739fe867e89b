/**
 * The second layer of all pairs on WebGPU, of which only the halves of the first one are known: they are added up as
 * they are loaded, so that the first layer, by far the widest, is never stored.
 *
 * A thread has four rows of each half and eight columns: sixteen pairs cost it eight loads, where as many rows of a
 * matrix would cost sixteen. With subgroups the rows are the same for all lanes, which have other columns: each loads one
 * row of each half, four elements of a texture at once, and tells them to the others.
 */
import type { Handle } from '../../Handle';
import { type Emitter, type GpuKernel, readLanes, writeLanes } from '../gpu/GpuKernel';
import { MOST_ELEMENTS } from '../gpu/images';
import type { MatMulOptions } from '../Kernels';

/** Rows of each half. */
const TILE = 4;

/** activation(relu(a[i] + b[j]) W + bias) for all pairs: a [B, H], b [I, H], weights [H, N] -> [B, I, N] */
export function pairProduct(
  emitter: Emitter,
  a: Handle,
  b: Handle,
  weights: Handle,
  { bias = null, activation = 'none' }: Pick<MatMulOptions<Handle>, 'bias' | 'activation'> = {},
): Handle {
  const [numA, inner] = a.shape;
  const [numB] = b.shape;
  const [, columns] = weights.shape;
  const product = emitter.output([numA, numB, columns]);
  const width = columns % 4 === 0 ? 4 : 1;
  const lanes = lanesOf(emitter, a, b, weights);
  // Together rows are loaded for all lanes at once, and more columns a thread only take longer to compile.
  const quads = lanes === null && columns > 4 ? 2 : 1;
  const [tilesA, tilesB, tiles] = [numA / TILE, numB / TILE, columns / (4 * quads)].map(Math.ceil);
  const columnTiles = lanes === null ? tiles : Math.ceil(tiles / lanes) * lanes;
  const kernel = pairKernel({ width, quads, lanes, bias: bias !== null, relu: activation === 'relu' });
  const words = { numA, numB, inner, columns, tilesA, tilesB, columnTiles };
  emitter.run(kernel, { a, b, weights, ...(bias && { bias }) }, { product }, words, tilesA * tilesB * columnTiles);
  return product;
}

/** Lanes of the subgroups that should share rows: where all is whole fours, and every lane has columns of its own. */
function lanesOf({ forms: { subgroup } }: Emitter, a: Handle, b: Handle, weights: Handle): number | null {
  const [inner, columns] = weights.shape;
  if (!subgroup || inner % 4 !== 0 || columns % 4 !== 0 || columns < 4 * subgroup) return null;
  return [a, b, weights].every(({ size }) => size <= MOST_ELEMENTS) ? subgroup : null;
}

const kernels = new Map<string, GpuKernel>();
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

interface PairForm {
  /** elements of a load or a store along the columns */
  width: 1 | 4;
  /** columns of a thread, in fours */
  quads: number;
  /** of the subgroups that share rows, if they do: at least as many as rows of a half */
  lanes: number | null;
  bias: boolean;
  relu: boolean;
}

function pairKernel({ width, quads, lanes, bias, relu }: PairForm): GpuKernel {
  const key = `pairProduct/${width}/${quads}/${lanes ?? 'alone'}/${bias ? 'bias' : ''}/${relu ? 'relu' : ''}`;
  let kernel = kernels.get(key);
  if (!kernel) {
    kernel = {
      key,
      inputs: { a: 'f32', b: 'f32', weights: 'f32', ...(bias && { bias: 'f32' as const }) },
      outputs: ['product'],
      words: WORDS,
      large: true,
      subgroups: lanes !== null,
      images: lanes === null ? [] : ['a', 'b', 'weights'],
      body: (io) => {
        const { read, write, word } = io;
        const columns = range(quads);
        const pairs = range(TILE).flatMap((i) => range(TILE).map((j) => ({ i, j })));
        const rows = (name: 'a' | 'b') =>
          range(TILE).map((i) => {
            const last = `${word(name === 'a' ? 'numA' : 'numB')} - 1u`;
            return `let ${name}${i} = min(${name}Row + ${i}u, ${last}) * ${word('inner')};`;
          });
        const fours = (input: string, line: string, q: number) =>
          width === 4
            ? read(input, `${line} + min(column + ${4 * q}u, ${word('columns')} - 4u)`, 4)
            : readLanes(io, input, line, `c${q}`);
        const add = ({ i, j }: { i: number; j: number }) => {
          const sums = columns.map((q) => `sum${i}${j}${q} += hidden * weights${q};`);
          return `{ let hidden = max(fromA${i} + fromB${j}, 0.0); ${sums.join(' ')} }`;
        };
        const weightsAt = (k: string) =>
          columns.map((q) => `let weights${q} = ${fours('weights', `(${k}) * ${word('columns')}`, q)};`).join('\n    ');
        const alone = () => `for (var k = 0u; k < ${word('inner')}; k++) {
    ${range(TILE)
      .flatMap((i) => [`let fromA${i} = ${read('a', `a${i} + k`)};`, `let fromB${i} = ${read('b', `b${i} + k`)};`])
      .join('\n    ')}
    ${weightsAt('k')}
    ${pairs.map(add).join('\n    ')}
  }`;
        const together = () => `let row = index % ${TILE}u;
  let aStart = min(aRow + row, ${word('numA')} - 1u) * ${word('inner')};
  let bStart = min(bRow + row, ${word('numB')} - 1u) * ${word('inner')};
  for (var k = 0u; k < ${word('inner')}; k += 4u) {
    let aFour = ${read('a', 'aStart + k', 4)};
    let bFour = ${read('b', 'bStart + k', 4)};
    // Not to the constant 4: compilers would unroll it, and take seconds.
    for (var e = 0u; e < min(4u, ${word('inner')} - k); e++) {
      ${range(TILE)
        .flatMap((i) => [
          `let fromA${i} = subgroupBroadcast(aFour[e], ${i}u);`,
          `let fromB${i} = subgroupBroadcast(bFour[e], ${i}u);`,
        ])
        .join('\n      ')}
      ${weightsAt('k + e')}
      ${pairs.map(add).join('\n      ')}
    }
  }`;
        const store = ({ i, j }: { i: number; j: number }) =>
          columns.map((q) => {
            const biased = `sum${i}${j}${q}${bias ? ` + bias${q}` : ''}`;
            const value = relu ? `max(${biased}, vec4f(0.0))` : biased;
            const at = `((aRow + ${i}u) * ${word('numB')} + bRow + ${j}u) * ${word('columns')} + column + ${4 * q}u`;
            if (width === 1) {
              return `{ let value = ${value}; ${writeLanes(io, 'product', at, `column + ${4 * q}u`, 'last', 'value')} }`;
            }
            return `if (column + ${4 * q}u <= last) { ${write('product', at, value, 4)} }`;
          });
        return `
  let rest = index / ${word('columnTiles')};
  let column = index % ${word('columnTiles')} * ${4 * quads}u;
  let bRow = rest % ${word('tilesB')} * ${TILE}u;
  let aRow = rest / ${word('tilesB')} * ${TILE}u;
  if (aRow >= ${word('numA')}) { return; }
  let last = ${word('columns')} - 1u;
  ${columns.map((q) => `let c${q} = min(vec4u(column) + vec4u(${range(4).map((lane) => `${4 * q + lane}u`)}), vec4u(last));`).join('\n  ')}
  ${lanes === null ? [...rows('a'), ...rows('b')].join('\n  ') : ''}
  ${bias ? columns.map((q) => `let bias${q} = ${fours('bias', '0u', q)};`).join('\n  ') : ''}
  ${pairs.flatMap(({ i, j }) => columns.map((q) => `var sum${i}${j}${q} = vec4f(0.0);`)).join('\n  ')}
  ${lanes === null ? alone() : together()}
  ${pairs
    .map((pair) => {
      const inside = `aRow + ${pair.i}u < ${word('numA')} && bRow + ${pair.j}u < ${word('numB')}`;
      return `if (${inside}) { ${store(pair).join(' ')} }`;
    })
    .join('\n  ')}`;
      },
    };
    kernels.set(key, kernel);
  }
  return kernel;
}

const WORDS = {
  numA: 'u32',
  numB: 'u32',
  inner: 'u32',
  columns: 'u32',
  tilesA: 'u32',
  tilesB: 'u32',
  columnTiles: 'u32',
} as const;
