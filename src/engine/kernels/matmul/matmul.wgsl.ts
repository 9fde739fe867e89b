/**
 * Matrix product with a tile of registers for each thread and no barriers: good on GPUs with caches, and on software
 * adapters, where tfjs's tiles in workgroup memory cost many times as much.
 *
 * C = activation(alpha A B + bias) for each of a batch. Each matrix is contiguous along one axis and has a stride along
 * the other, so that transposing it, or taking one head out of it, is a matter of strides. Elements are loaded four or
 * two at a time where strides are multiples of that: a hidden size of 50 is common.
 *
 * With `lanes` a subgroup computes a tile together: each thread loads its share of A's rows, and every row is handed to
 * all of them. Software adapters load for each thread by itself, with its bounds checked, so that this halves their work
 * and more.
 */
import { type GpuKernel, type KernelIo, type Width, WORKGROUP } from '../gpu/GpuKernel';

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
  /** rows of the result for each thread, and columns in fours: more of them need fewer loads a product */
  tileRows: number;
  tileColumns: number;
  /** threads that share a tile's rows; 1 where each has its own */
  lanes: number;
}

const kernels = new Map<string, GpuKernel>();

export function matmulKernel(variant: MatMulVariant): GpuKernel {
  const { a, b, innerTail, cWidth, bias, relu, tileRows, tileColumns, lanes } = variant;
  const layouts = [a, b].map(({ contiguous, width }) => `${contiguous}${width}`).join();
  const key = `matmul/${layouts}/${innerTail ? 'tail' : ''}/${cWidth}/${bias ? 'bias' : ''}/${relu ? 'relu' : ''}/${tileRows}x${tileColumns}${lanes > 1 ? `x${lanes}` : ''}`;
  let kernel = kernels.get(key);
  if (!kernel) {
    kernel = {
      key,
      inputs: { a: 'f32', b: 'f32', ...(bias ? { bias: 'f32' as const } : {}) },
      outputs: ['c'],
      words: WORDS,
      hosts: ['c'],
      large: true,
      subgroups: lanes > 1,
      body: (io) => source(variant, io),
    };
    kernels.set(key, kernel);
  }
  return kernel;
}

const FOUR = [0, 1, 2, 3] as const;
const LANES = ['x', 'y', 'z', 'w'] as const;
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/**
 * Four neighbours along the contiguous axis as a vec4f. Beyond the end the last elements are repeated: what they give
 * is either not stored (rows, columns) or multiplied by zero (inner axis).
 * @param base index of the line's first element
 * @param at position along the line of each of the four, already kept inside
 */
function loadFour(io: KernelIo, factor: 'a' | 'b', width: Width, base: string, at: (i: number) => string): string {
  if (width === 4) return io.read(factor, `${base} + ${at(0)}`, 4);
  if (width === 2) return `vec4f(${[0, 2].map((i) => io.read(factor, `${base} + ${at(i)}`, 2)).join(', ')})`;
  return `vec4f(${FOUR.map((i) => io.read(factor, `${base} + ${at(i)}`)).join(', ')})`;
}

/** Loads `count` outer by four inner elements of a factor; `element(o, i)` is where one of them is then. */
function loadFactor(io: KernelIo, name: 'a' | 'b', { contiguous, width }: FactorLayout, count: number) {
  const within = (o: number) => `${name}o${o}`;
  if (contiguous === 'inner') {
    const lines = range(count).map((o) => {
      const base = `${name}Base + ${within(o)} * ${io.word(`${name}Stride`)}`;
      return `let ${name}${o} = ${loadFour(io, name, width, base, (i) => `k${i}`)};`;
    });
    return { lines, element: (o: number, i: number) => `${name}${o}.${LANES[i]}` };
  }
  const lines = range(Math.ceil(count / 4)).flatMap((q) =>
    FOUR.map((i) => {
      const base = `${name}Base + k${i} * ${io.word(`${name}Stride`)}`;
      return `let ${name}q${q}${i} = ${loadFour(io, name, width, base, (o) => within(4 * q + o))};`;
    }),
  );
  return { lines, element: (o: number, i: number) => `${name}q${o >> 2}${i}.${LANES[o & 3]}` };
}

/**
 * The rows of A by all lanes together, a load for each `lanes` rows: `prepare` is done once, `lines` for every four inner
 * elements, and `hand` gives `ra{r}`, those of row r. Rows are handed round one after the other, as they are needed:
 * all at once would fill the registers.
 */
function loadTogether(io: KernelIo, { a, innerTail, tileRows, lanes }: MatMulVariant) {
  const loads = range(tileRows / lanes);
  const stride = io.word('aStride');
  const handed = (load: number) => `subgroupBroadcast(a${Math.floor(load / lanes)}, ${load % lanes}u)`;
  if (a.contiguous === 'inner') {
    return {
      prepare: loads.map((j) => `let ao${j} = min(row + ${j * lanes}u + lane, ${io.word('rows')} - 1u);`),
      lines: loads.map((j) => {
        const four = loadFour(io, 'a', a.width, `aBase + ao${j} * ${stride}`, (i) => `k${i}`);
        return `let a${j} = ${four}${innerTail ? ' * inside' : ''};`;
      }),
      hand: (r: number) => [`let ra${r} = ${handed(r)};`],
    };
  }
  // Four rows of one inner element in a load; as many lanes as there are fours of rows take the same inner element.
  const fours = tileRows / 4;
  const offsets = FOUR.filter((o) => o % a.width === 0);
  const innerOf = (j: number) => `k + ${(j * lanes) / fours}u + lane / ${fours}u`;
  return {
    prepare: offsets.map(
      (o) => `let ao${o} = min(row + lane % ${fours}u * 4u + ${o}u, ${io.word('rows')} - ${a.width}u);`,
    ),
    lines: loads.flatMap((j) => {
      const at = innerTail ? `min(${innerOf(j)}, ${io.word('inner')} - 1u)` : innerOf(j);
      const four = loadFour(io, 'a', a.width, `aBase + ai${j} * ${stride}`, (o) => `ao${o}`);
      const inside = innerTail ? ` * select(0.0, 1.0, ${innerOf(j)} < ${io.word('inner')})` : '';
      return [`let ai${j} = ${at};`, `let a${j} = ${four}${inside};`];
    }),
    hand: (r: number) => [
      ...(r % 4 === 0 ? FOUR.map((i) => `let aq${r >> 2}${i} = ${handed(i * fours + (r >> 2))};`) : []),
      `let ra${r} = vec4f(${FOUR.map((i) => `aq${r >> 2}${i}.${LANES[r & 3]}`).join(', ')});`,
    ],
  };
}

/** Outer positions, kept inside; in twos or fours the last whole group is repeated. */
function outerPositions(io: KernelIo, name: 'a' | 'b', layout: FactorLayout, count: number): string[] {
  const [outer, length] = name === 'a' ? ['row', 'rows'] : ['column', 'columns'];
  const [step, loaded] = layout.contiguous === 'outer' ? [layout.width, 4 * Math.ceil(count / 4)] : [1, count];
  return range(loaded)
    .filter((o) => o % step === 0)
    .map((o) => `let ${name}o${o} = min(${outer} + ${o}u, ${io.word(length)} - ${step}u);`);
}

function source(variant: MatMulVariant, io: KernelIo): string {
  const { a, b, innerTail, cWidth, bias, relu, tileRows, tileColumns, lanes } = variant;
  const { read, write, word } = io;
  const rows = range(tileRows);
  const quads = range(tileColumns / 4); // columns in fours
  const shared = lanes > 1 ? loadTogether(io, variant) : null;
  const factorA = loadFactor(io, 'a', a, tileRows);
  const factorB = loadFactor(io, 'b', b, tileColumns);

  // Pairs along the inner axis end at an even length, single elements anywhere.
  const innerStep = Math.max(...[a, b].map(({ contiguous, width }) => (contiguous === 'inner' ? width : 1)));
  const inner = FOUR.map((i) => {
    if (!innerTail) return `let k${i} = k + ${i}u;`;
    // The parity of a repeated element does not matter, as its factor in A is zero; that of a pair's start does.
    const last = `${word('inner')} - ${innerStep === 2 && i % 2 === 0 ? 2 : 1}u`;
    return `let k${i} = min(k + ${i}u, ${last});`;
  });
  const inside = `let inside = vec4f(${FOUR.map((i) => `select(0.0, 1.0, k + ${i}u < ${word('inner')})`).join(', ')});`;

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
  const multiply = rows.flatMap((r) => [
    ...(shared?.hand(r) ?? []),
    ...quads.map((q) => `c${r}_${q} += ${FOUR.map((i) => `ra${r}.${LANES[i]} * cb${q}${i}`).join(' + ')};`),
  ]);

  const store = rows.map((r) => {
    const stores = quads.map((q) => {
      const at = `column + ${4 * q}u`;
      const biasAt = () => FOUR.map((j) => read('bias', `min(${at} + ${j}u, ${word('columns')} - 1u)`)).join(', ');
      const sum = `${word('alpha')} * c${r}_${q}${bias ? ` + vec4f(${biasAt()})` : ''}`;
      const value = relu ? `max(${sum}, vec4f(0.0))` : sum;
      if (io.storesInLoop) return `tile[${r * quads.length + q}] = ${value};`;
      const pieces = range(4 / cWidth).map((piece) => {
        const lanes = LANES.slice(piece * cWidth, (piece + 1) * cWidth).join('');
        const first = `${at} + ${piece * cWidth}u`;
        return `if (${first} < ${word('columns')}) { ${write('c', `line + ${first}`, `value.${lanes}`, cWidth)} }`;
      });
      return `{ let value = ${value}; ${pieces.join(' ')} }`;
    });
    if (io.storesInLoop) return stores.join('\n  ');
    return `if (row + ${r}u < ${word('rows')}) {
    let line = cBase + (row + ${r}u) * ${word('cStride')};
    ${stores.join('\n    ')}
  }`;
  });

  const storeInLoop = () => `var tile: array<vec4f, ${tileRows * quads.length}>;
  ${store.join('\n  ')}
  for (var t = 0u; t < ${tileRows * tileColumns}u; t++) {
    let tileRow = row + t / ${tileColumns}u;
    let tileColumn = column + t % ${tileColumns}u;
    if (tileRow < ${word('rows')} && tileColumn < ${word('columns')}) {
      ${write('c', `cBase + tileRow * ${word('cStride')} + tileColumn`, 'tile[t / 4u][t % 4u]')}
    }
  }`;

  return `
  let place = index % ${WORKGROUP}u / ${lanes}u;
  let tileGroup = index / ${WORKGROUP}u;
  let firstColumn = (tileGroup % ${word('columnGroups')} * ${word('groupColumns')} + place % ${word('groupColumns')}) * ${tileColumns * lanes}u;
  let lane = index % ${lanes}u;
  let column = firstColumn + lane * ${tileColumns}u;
  let line = tileGroup / ${word('columnGroups')};
  let row = (line % ${word('rowGroups')} * (${WORKGROUP / lanes}u / ${word('groupColumns')}) + place / ${word('groupColumns')}) * ${tileRows}u;
  let member = line / ${word('rowGroups')};
  if (row >= ${word('rows')} || firstColumn >= ${word('columns')} || member >= ${word('members')}) { return; }
  let outer = member / ${word('innerBatch')};
  let head = member % ${word('innerBatch')};
  let aBase = outer * ${word('aOuterBatch')} + head * ${word('aInnerBatch')};
  let bBase = outer * ${word('bOuterBatch')} + head * ${word('bInnerBatch')};
  let cBase = outer * ${word('cOuterBatch')} + head * ${word('cInnerBatch')};
  ${[...(shared?.prepare ?? outerPositions(io, 'a', a, tileRows)), ...outerPositions(io, 'b', b, tileColumns)].join('\n  ')}
  ${rows.flatMap((r) => quads.map((q) => `var c${r}_${q} = vec4f(0.0);`)).join(' ')}
  for (var k = 0u; k < ${word('inner')}; k += 4u) {
    ${[...inner, ...(innerTail ? [inside] : []), ...(shared?.lines ?? [...factorA.lines, ...arrangeA]), ...factorB.lines, ...arrangeB, ...multiply].join('\n    ')}
  }
  ${io.storesInLoop ? storeInLoop() : store.join('\n  ')}`;
}

const WORDS = {
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
  /** tiles of a workgroup along the columns: 1, 2, 4 or 8; the rest are along the rows */
  groupColumns: 'u32',
  columnGroups: 'u32',
  rowGroups: 'u32',
  members: 'u32',
} as const;
