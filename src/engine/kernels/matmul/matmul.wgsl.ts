/**
 * Matrix product with a tile of registers for each thread and no barriers: good on GPUs with caches, and on software
 * adapters, where tfjs's tiles in workgroup memory cost 6 to 25 times as much.
 *
 * C = activation(alpha A B + bias) for each of a batch. An element is at offset + row * rowStride + column *
 * columnStride, so that transposing a matrix or taking one head of it is a matter of strides. Where the inner or outer
 * stride is 1 and all others are multiples of 4, four elements are loaded at once; else one by one, with tails.
 */
import { declare, type Shader } from '../gpu/GpuRunner';

/** Which axis is contiguous and can be read four at a time; 'none' reads single elements. */
export interface MatMulVariant {
  a: 'inner' | 'outer' | 'none';
  b: 'inner' | 'outer' | 'none';
  /** whether the inner axis is no multiple of four */
  innerTail: boolean;
  /** whether results are written four at a time */
  vectorC: boolean;
  bias: boolean;
  relu: boolean;
}

/** Rows and columns of the result for each thread; columns in fours. */
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 8;
/** Threads of a workgroup in columns and rows. */
export const GROUP_COLUMNS = 8;
export const GROUP_ROWS = 8;

export function matmulShader(variant: MatMulVariant, tileRows = TILE_ROWS, tileColumns = TILE_COLUMNS): Shader {
  const key = `matmul/${variant.a}/${variant.b}/${variant.innerTail}/${variant.vectorC}/${variant.bias}/${variant.relu}/${tileRows}x${tileColumns}`;
  return { key, source: () => source(variant, tileRows, tileColumns) };
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

function source(
  { a, b, innerTail, vectorC, bias, relu }: MatMulVariant,
  tileRows: number,
  tileColumns: number,
): string {
  const rows = range(tileRows);
  const quads = range(tileColumns / 4); // columns in fours
  const four = [0, 1, 2, 3];
  const lanes = ['x', 'y', 'z', 'w'];

  // a{r}: four inner elements of row r.
  const loadA = {
    inner: rows.map((r) => `let a${r} = A[(aBase + min(row + ${r}u, rowLast) * p.aRow + k) / 4u];`),
    outer: [
      ...range(tileRows / 4).flatMap((q) =>
        four.map((i) => `let ta${q}${i} = A[(aBase + min(row + ${4 * q}u, rowLast) + k${i} * p.aInner) / 4u];`),
      ),
      ...rows.map((r) => `let a${r} = vec4f(${four.map((i) => `ta${r >> 2}${i}.${lanes[r & 3]}`).join(', ')});`),
    ],
    none: rows.flatMap((r) => [
      `let ra${r} = aBase + min(row + ${r}u, rowLast) * p.aRow;`,
      `let a${r} = vec4f(${four.map((i) => `A[ra${r} + k${i} * p.aInner]`).join(', ')});`,
    ]),
  }[a];

  // b{q}{i}: four columns of inner element k + i.
  const loadB = {
    outer: quads.flatMap((q) =>
      four.map((i) => `let b${q}${i} = B[(bBase + k${i} * p.bInner + min(column + ${4 * q}u, columnLast)) / 4u];`),
    ),
    inner: quads.flatMap((q) => [
      ...four.map((j) => `let tb${q}${j} = B[(bBase + min(column + ${4 * q + j}u, columnLast) * p.bColumn + k) / 4u];`),
      ...four.map((i) => `let b${q}${i} = vec4f(${four.map((j) => `tb${q}${j}.${lanes[i]}`).join(', ')});`),
    ]),
    none: quads.flatMap((q) => [
      ...four.map((j) => `let cb${q}${j} = bBase + min(column + ${4 * q + j}u, columnLast) * p.bColumn;`),
      ...four.map((i) => `let b${q}${i} = vec4f(${four.map((j) => `B[cb${q}${j} + k${i} * p.bInner]`).join(', ')});`),
    ]),
  }[b];

  const inner = four.map((i) => (innerTail ? `let k${i} = min(k + ${i}u, innerLast);` : `let k${i} = k + ${i}u;`));
  // In the last round a tail repeats the last inner element; A's side of it is zeroed.
  const inside = `let inside = vec4f(${four.map((i) => `select(0.0, 1.0, k + ${i}u < p.inner)`).join(', ')});`;
  const maskA = innerTail ? [inside, ...rows.map((r) => `let ma${r} = a${r} * inside;`)] : [];
  const nameA = (r: number) => (innerTail ? `ma${r}` : `a${r}`);

  const multiply = rows.flatMap((r) =>
    quads.map((q) => `c${r}${q} += ${four.map((i) => `${nameA(r)}.${lanes[i]} * b${q}${i}`).join(' + ')};`),
  );

  const finish = (r: number, q: number) => {
    const at = `column + ${4 * q}u`;
    const added = bias
      ? `p.alpha * c${r}${q} + vec4f(${four.map((j) => `bias[min(${at} + ${j}u, columnLast)]`).join(', ')})`
      : `p.alpha * c${r}${q}`;
    return relu ? `max(${added}, vec4f(0.0))` : added;
  };
  const store = rows.map((r) => {
    const quadsOfRow = quads.map((q) => {
      const at = `column + ${4 * q}u`;
      if (vectorC) {
        return `if (${at} < p.columns) { C[(cBase + (row + ${r}u) * p.cRow + ${at}) / 4u] = ${finish(r, q)}; }`;
      }
      const single = four.map(
        (j) =>
          `if (${at} + ${j}u < p.columns) { C[cBase + (row + ${r}u) * p.cRow + ${at} + ${j}u] = value.${lanes[j]}; }`,
      );
      return `{ let value = ${finish(r, q)};\n${single.join('\n')} }`;
    });
    return `if (row + ${r}u < p.rows) {\n${quadsOfRow.join('\n')}\n}`;
  });

  const bindings: Record<string, string> = {
    A: a === 'none' ? 'f32' : 'vec4f',
    B: b === 'none' ? 'f32' : 'vec4f',
    ...(bias ? { bias: 'f32' } : {}),
    C: vectorC ? 'out vec4f' : 'out f32',
  };
  return `${declare(bindings, PARAMETERS)}
@compute @workgroup_size(${GROUP_COLUMNS}, ${GROUP_ROWS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let p = parameters;
  let column = id.x * ${tileColumns}u;
  let row = (id.y + p.firstRowTile) * ${tileRows}u;
  if (row >= p.rows || column >= p.columns) { return; }
  let member = id.z + p.firstMember;
  let outer = member / p.innerBatch;
  let head = member % p.innerBatch;
  let aBase = outer * p.aOuterBatch + head * p.aInnerBatch;
  let bBase = outer * p.bOuterBatch + head * p.bInnerBatch;
  let cBase = outer * p.cOuterBatch + head * p.cInnerBatch;
  let rowLast = p.rows - 1u;
  let columnLast = p.columns - 1u;
${innerTail ? '  let innerLast = p.inner - 1u;' : ''}
${rows.map((r) => quads.map((q) => `  var c${r}${q} = vec4f(0.0);`).join('\n')).join('\n')}
  for (var k = 0u; k < p.inner; k += 4u) {
    ${[...(a === 'inner' && b === 'inner' ? [] : inner), ...loadA, ...maskA, ...loadB, ...multiply].join('\n    ')}
  }
  ${store.join('\n  ')}
}
`;
}

/** In the order of `words` in matmul.ts. */
const PARAMETERS = {
  rows: 'u32',
  columns: 'u32',
  inner: 'u32',
  innerBatch: 'u32',
  aRow: 'u32',
  aInner: 'u32',
  bInner: 'u32',
  bColumn: 'u32',
  cRow: 'u32',
  aOuterBatch: 'u32',
  aInnerBatch: 'u32',
  bOuterBatch: 'u32',
  bInnerBatch: 'u32',
  cOuterBatch: 'u32',
  cInnerBatch: 'u32',
  alpha: 'f32',
  firstRowTile: 'u32',
  firstMember: 'u32',
} as const;
