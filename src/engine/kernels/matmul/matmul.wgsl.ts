/**
 * Matrix product with a tile of registers for each thread and no barriers: good on GPUs with caches, and on software
 * adapters, where tfjs's tiles in workgroup memory cost many times as much.
 *
 * C = activation(alpha A B + bias) for each of a batch. Each matrix is contiguous along one axis and has a stride along
 * the other, so that transposing it, or taking one head out of it, is a matter of strides. Elements are loaded four or
 * two at a time where strides are multiples of that: a hidden size of 50 is common.
 */
import { declare, type Shader } from '../gpu/GpuRunner';

/** How a factor lies in memory. */
export interface FactorLayout {
  /** 'inner' is the axis that is summed over, 'outer' that of the result's rows (A) or columns (B) */
  contiguous: 'inner' | 'outer';
  /** elements in one load; the stride, offsets and the contiguous length are multiples of it */
  width: 1 | 2 | 4;
}

export interface MatMulVariant {
  a: FactorLayout;
  b: FactorLayout;
  /** whether the inner axis is no multiple of four */
  innerTail: boolean;
  /** elements in one store */
  cWidth: 1 | 2 | 4;
  bias: boolean;
  relu: boolean;
  /** rows and columns of the result for each thread, multiples of four: more of them need fewer loads a product */
  tileRows: number;
  tileColumns: number;
}

/** Threads of a workgroup in columns and rows. */
export const GROUP_COLUMNS = 8;
export const GROUP_ROWS = 8;

export function matmulShader(variant: MatMulVariant): Shader {
  const { a, b, innerTail, cWidth, bias, relu, tileRows, tileColumns } = variant;
  const layouts = [a, b].map(({ contiguous, width }) => `${contiguous}${width}`).join();
  const key = `matmul/${layouts}/${innerTail ? 'tail' : ''}/${cWidth}/${bias ? 'bias' : ''}/${relu ? 'relu' : ''}/${tileRows}x${tileColumns}`;
  return { key, source: () => source(variant) };
}

const FOUR = [0, 1, 2, 3] as const;
const LANES = ['x', 'y', 'z', 'w'] as const;
const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const TYPES = { 1: 'f32', 2: 'vec2f', 4: 'vec4f' } as const;

/**
 * Four neighbours along the contiguous axis as a vec4f. Beyond the end the last elements are repeated: what they give
 * is either not stored (rows, columns) or multiplied by zero (inner axis).
 * @param base index of the line's first element
 * @param at position along the line of each of the four, already kept inside
 */
function loadFour(buffer: string, width: 1 | 2 | 4, base: string, at: (i: number) => string): string {
  if (width === 4) return `${buffer}[(${base} + ${at(0)}) / 4u]`;
  if (width === 2) return `vec4f(${[0, 2].map((i) => `${buffer}[(${base} + ${at(i)}) / 2u]`).join(', ')})`;
  return `vec4f(${FOUR.map((i) => `${buffer}[${base} + ${at(i)}]`).join(', ')})`;
}

/** Loads `count` outer by four inner elements of a factor; `element(o, i)` is where one of them is then. */
function loadFactor(name: 'a' | 'b', { contiguous, width }: FactorLayout, count: number) {
  const buffer = name === 'a' ? 'A' : 'B';
  const within = (o: number) => `${name}o${o}`;
  if (contiguous === 'inner') {
    const lines = range(count).map((o) => {
      const base = `${name}Base + ${within(o)} * p.${name}Stride`;
      return `let ${name}${o} = ${loadFour(buffer, width, base, (i) => `k${i}`)};`;
    });
    return { lines, element: (o: number, i: number) => `${name}${o}.${LANES[i]}` };
  }
  const lines = range(count / 4).flatMap((q) =>
    FOUR.map((i) => {
      const base = `${name}Base + k${i} * p.${name}Stride`;
      return `let ${name}q${q}${i} = ${loadFour(buffer, width, base, (o) => within(4 * q + o))};`;
    }),
  );
  return { lines, element: (o: number, i: number) => `${name}q${o >> 2}${i}.${LANES[o & 3]}` };
}

/** Outer positions, kept inside; in twos or fours the last whole group is repeated. */
function outerPositions(name: 'a' | 'b', layout: FactorLayout, count: number): string[] {
  const [outer, length] = name === 'a' ? ['row', 'rows'] : ['column', 'columns'];
  const step = layout.contiguous === 'outer' ? layout.width : 1;
  return range(count)
    .filter((o) => o % step === 0)
    .map((o) => `let ${name}o${o} = min(${outer} + ${o}u, p.${length} - ${step}u);`);
}

function source({ a, b, innerTail, cWidth, bias, relu, tileRows, tileColumns }: MatMulVariant): string {
  const rows = range(tileRows);
  const quads = range(tileColumns / 4); // columns in fours
  const factorA = loadFactor('a', a, tileRows);
  const factorB = loadFactor('b', b, tileColumns);

  // Pairs along the inner axis end at an even length, single elements anywhere.
  const innerStep = Math.max(...[a, b].map(({ contiguous, width }) => (contiguous === 'inner' ? width : 1)));
  const inner = FOUR.map((i) => {
    if (!innerTail) return `let k${i} = k + ${i}u;`;
    // The parity of a repeated element does not matter, as its factor in A is zero; that of a pair's start does.
    const last = innerStep === 2 && i % 2 === 0 ? 'p.inner - 2u' : 'p.inner - 1u';
    return `let k${i} = min(k + ${i}u, ${last});`;
  });
  const inside = `let inside = vec4f(${FOUR.map((i) => `select(0.0, 1.0, k + ${i}u < p.inner)`).join(', ')});`;

  // ra{r}: four inner elements of row r; cb{q}{i}: four columns of inner element i.
  const arrangeA = rows.map((r) => {
    const four = a.contiguous === 'inner' ? `a${r}` : `vec4f(${FOUR.map((i) => factorA.element(r, i)).join(', ')})`;
    return `let ra${r} = ${four}${innerTail ? ' * inside' : ''};`;
  });
  const arrangeB = quads.flatMap((q) =>
    FOUR.map((i) => {
      const four =
        b.contiguous === 'outer' ? `bq${q}${i}` : `vec4f(${FOUR.map((j) => factorB.element(4 * q + j, i)).join(', ')})`;
      return `let cb${q}${i} = ${four};`;
    }),
  );
  const multiply = rows.flatMap((r) =>
    quads.map((q) => `c${r}${q} += ${FOUR.map((i) => `ra${r}.${LANES[i]} * cb${q}${i}`).join(' + ')};`),
  );

  const store = rows.map((r) => {
    const stores = quads.map((q) => {
      const at = `column + ${4 * q}u`;
      const biasAt = FOUR.map((j) => `bias[min(${at} + ${j}u, p.columns - 1u)]`).join(', ');
      const sum = `p.alpha * c${r}${q}${bias ? ` + vec4f(${biasAt})` : ''}`;
      const pieces = range(4 / cWidth).map((piece) => {
        const lanes = LANES.slice(piece * cWidth, (piece + 1) * cWidth).join('');
        const first = `${at} + ${piece * cWidth}u`;
        return `if (${first} < p.columns) { C[(line + ${first}) / ${cWidth}u] = value.${lanes}; }`;
      });
      return `{ let value = ${relu ? `max(${sum}, vec4f(0.0))` : sum}; ${pieces.join(' ')} }`;
    });
    return `if (row + ${r}u < p.rows) {
    let line = cBase + (row + ${r}u) * p.cStride;
    ${stores.join('\n    ')}
  }`;
  });

  const bindings: Record<string, string> = {
    A: TYPES[a.width],
    B: TYPES[b.width],
    ...(bias ? { bias: 'f32' } : {}),
    C: `out ${TYPES[cWidth]}`,
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
  ${[...outerPositions('a', a, tileRows), ...outerPositions('b', b, tileColumns)].join('\n  ')}
  ${rows.flatMap((r) => quads.map((q) => `var c${r}${q} = vec4f(0.0);`)).join(' ')}
  for (var k = 0u; k < p.inner; k += 4u) {
    ${[...inner, ...(innerTail ? [inside] : []), ...factorA.lines, ...factorB.lines, ...arrangeA, ...arrangeB, ...multiply].join('\n    ')}
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
  aStride: 'u32',
  bStride: 'u32',
  cStride: 'u32',
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
