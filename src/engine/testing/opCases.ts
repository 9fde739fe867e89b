/**
 * One case for each op of the contract, at any size: held against central differences on the CPU, and on WebGPU and
 * WebGL against the CPU. A new op gets a case here.
 */
import type { CsrMatrix } from '@/lib/csr';
import { Marks, markWords } from '@/lib/marks';
import type { Engine, HostArray, HostArrays, Ops, SparseMatrix, Value } from '../types';
import { bits, integers, normals, sizeOf } from './arrays';

export interface OpCase {
  name: string;
  /** values that are differentiated */
  parameters: HostArrays;
  /** values that are not */
  batch: HostArrays;
  sparse?: CsrMatrix;
  dropoutSeed?: number;
  /** what the op gives; scalars are losses themselves */
  forward(ops: Ops, p: Record<string, Value>, b: Record<string, Value>, matrix: SparseMatrix | null): Value;
  /** scoring ops */
  notDifferentiated?: boolean;
}

const asReals = (name: string, { shape, data }: ReturnType<typeof integers>): HostArrays => ({
  [name]: { shape, data: Float32Array.from(data) },
});

/** @param size the length that matters most: 1, 63, 64, 65, 50 try out tails and tiles */
export function opCases(size: number): OpCase[] {
  const rows = 7;
  const vocabulary = size + 3;
  const weights = { shape: [rows], data: Float32Array.from({ length: rows }, (_, r) => (r === 2 ? 0 : 0.1 + r / 20)) };
  const heads = size % 2 === 0 ? 2 : 1;
  const sequence = (seed: number) => normals(seed, [3, 6, size]);
  const cases: OpCase[] = [
    {
      name: 'embed',
      parameters: { table: normals(1, [vocabulary, size]) },
      // duplicates, and rows that nobody names
      batch: { ids: integers(2, [4, 5], Math.min(vocabulary, 6)) },
      forward: (ops, { table }, { ids }) => ops.embed(table, ids),
    },
    ...(['none', 'relu'] as const).map(
      (activation): OpCase => ({
        name: `dense ${activation}`,
        // no sum near enough to zero for the finite step to cross ReLU's corner
        parameters: { x: normals(21, [rows, size]), w: normals(22, [size, size + 1]), b: normals(23, [size + 1], 4) },
        batch: {},
        forward: (ops, { x, w, b }) => ops.dense(x, w, b, activation),
      }),
    ),
    {
      name: 'dense without bias, three axes',
      parameters: { x: normals(1, [2, 3, size]), w: normals(2, [size, 5]) },
      batch: {},
      forward: (ops, { x, w }) => ops.dense(x, w, null),
    },
    {
      name: 'propagateSum',
      parameters: { x: normals(1, [size, 3]) },
      batch: {},
      sparse: symmetricMatrix(size),
      forward: (ops, { x }, _, matrix) => ops.propagateSum(matrix as SparseMatrix, x, [0.5, 0.3, -0.2, 0.1]),
    },
    {
      name: 'concat',
      parameters: { x: normals(1, [rows, size]), y: normals(2, [rows, 3]) },
      batch: {},
      forward: (ops, { x, y }) => ops.concat([x, y, x]),
    },
    {
      name: 'add',
      parameters: { x: normals(1, [rows, size]), y: normals(2, [rows, size]) },
      batch: {},
      forward: (ops, { x, y }) => ops.add(ops.add(x, y), x),
    },
    {
      name: 'multiply',
      parameters: { x: normals(1, [rows, size]), y: normals(2, [rows, size]) },
      batch: {},
      forward: (ops, { x, y }) => ops.multiply(ops.multiply(x, y), x),
    },
    {
      name: 'scale',
      parameters: { x: normals(1, [rows, size]) },
      batch: {},
      forward: (ops, { x }) => ops.scale(x, -1.7),
    },
    {
      name: 'rowDot',
      parameters: { x: normals(1, [2, 3, size]), y: normals(2, [2, 3, size]) },
      batch: {},
      forward: (ops, { x, y }) => ops.rowDot(x, y),
    },
    {
      name: 'addRows',
      parameters: { x: sequence(1), rows: normals(2, [6, size]) },
      batch: {},
      forward: (ops, { x, rows }) => ops.addRows(x, rows),
    },
    {
      name: 'maskRows',
      parameters: { x: sequence(1) },
      batch: { mask: bits(2, [3, 6]) },
      forward: (ops, { x }, { mask }) => ops.maskRows(x, mask),
    },
    {
      name: 'reshape',
      parameters: { x: normals(1, [rows, size]) },
      batch: {},
      forward: (ops, { x }) => ops.reshape(x, [size, rows]),
    },
    {
      name: 'sliceRows',
      parameters: { x: normals(1, [rows, size]) },
      batch: {},
      forward: (ops, { x }) => ops.sliceRows(x, 2, 3),
    },
    {
      name: 'layerNorm',
      // one column has no variance: a width of 1 gives zeros through and through
      parameters: { x: normals(1, [2, rows, size]), g: normals(2, [size]), b: normals(3, [size]) },
      batch: {},
      forward: (ops, { x, g, b }) => ops.layerNorm(x, g, b, 1e-3),
    },
    {
      name: `causalAttention, ${heads} heads`,
      parameters: { q: sequence(1), k: sequence(2), v: sequence(3) },
      // the second sequence begins with padding, the third is nothing but padding
      batch: {
        mask: { shape: [3, 6], data: new Float32Array([1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0]) },
      },
      forward: (ops, { q, k, v }, { mask }) => ops.causalAttention(q, k, v, mask, heads),
    },
    {
      name: 'causalAttention over a long sequence',
      parameters: { q: normals(1, [2, size, 4]), k: normals(2, [2, size, 4]), v: normals(3, [2, size, 4]) },
      batch: { mask: bits(4, [2, size]) },
      forward: (ops, { q, k, v }, { mask }) => ops.causalAttention(q, k, v, mask, 2),
    },
    {
      name: 'dropout',
      parameters: { x: normals(1, [rows, size]) },
      batch: {},
      dropoutSeed: 12345,
      forward: (ops, { x }) => ops.dropout(ops.dropout(x, 0.3), 0.5),
    },
    {
      name: 'propagate',
      parameters: { x: normals(1, [size, 5]) },
      batch: {},
      sparse: symmetricMatrix(size),
      forward: (ops, { x }, _, matrix) =>
        ops.propagate(matrix as SparseMatrix, ops.propagate(matrix as SparseMatrix, x)),
    },
    {
      name: 'weightedSum',
      parameters: Object.fromEntries(Array.from({ length: 8 }, (_, k) => [`x${k}`, normals(k, [rows, size])])),
      batch: {},
      forward: (ops, p) =>
        ops.weightedSum(
          Object.values(p),
          Object.values(p).map((_, k) => 0.3 - k / 7),
        ),
    },
    ...(['none', 'relu'] as const).map(
      (activation): OpCase => ({
        name: `densePairs ${activation}`,
        parameters: {
          a: normals(1, [3, size]),
          b: normals(2, [rows, size]),
          w: normals(3, [size, 5]),
          bias: normals(4, [5]),
        },
        batch: {},
        forward: (ops, { a, b, w, bias }) => ops.densePairs(a, b, w, activation === 'relu' ? bias : null, activation),
        notDifferentiated: true,
      }),
    ),
    {
      name: 'scoreAll',
      parameters: { a: normals(1, [rows, size]), b: normals(2, [vocabulary, size]) },
      batch: {},
      forward: (ops, { a, b }) => ops.scoreAll(a, b),
    },
    {
      name: 'topK',
      // No two scores near enough for backends to differ in their order.
      parameters: { a: normals(1, [rows, 1]), b: normals(2, [vocabulary, 1]) },
      batch: { marks: marksOf(rows, vocabulary) },
      forward: (ops, { a, b }, { marks }) => ops.topK(ops.scoreAll(a, b), marks, 9),
      notDifferentiated: true,
    },
    {
      name: 'binaryCrossEntropy',
      parameters: { x: normals(1, [rows], 3) },
      batch: { labels: bits(2, [rows]), weights },
      forward: (ops, { x }, { labels, weights }) => ops.binaryCrossEntropy(x, labels, weights),
    },
    ...([0, 1] as const).map(
      (label): OpCase => ({
        name: `binaryCrossEntropy with label ${label}`,
        parameters: { x: normals(1, [rows], 3) },
        batch: { weights },
        forward: (ops, { x }, { weights }) => ops.binaryCrossEntropy(x, label, weights),
      }),
    ),
    {
      name: 'bpr',
      parameters: { p: normals(1, [rows], 3), n: normals(2, [rows], 3) },
      batch: { weights },
      forward: (ops, { p, n }, { weights }) => ops.bpr(p, n, weights),
    },
    {
      name: 'softmaxCrossEntropy',
      parameters: { states: normals(1, [rows, size]), table: normals(2, [vocabulary, size], 0.5) },
      batch: { targets: integers(3, [rows], vocabulary), weights },
      forward: (ops, { states, table }, { targets, weights }) =>
        ops.softmaxCrossEntropy(states, table, targets, weights),
    },
    {
      name: 'sampledSoftmax',
      parameters: {
        states: normals(1, [rows, size]),
        positives: normals(2, [rows, size], 0.5),
        candidates: normals(3, [9, size], 0.5),
      },
      // some candidates are the target of a row, some come twice
      batch: {
        ...asReals('targetIds', integers(4, [rows], 6)),
        ...asReals('candidateIds', integers(5, [9], 6)),
        weights,
      },
      forward: (ops, p, b) =>
        ops.sampledSoftmax({
          ...{ states: p.states, positives: p.positives, candidates: p.candidates },
          ...{ targetIds: b.targetIds, candidateIds: b.candidateIds, weights: b.weights },
        }),
    },
    {
      name: 'weightedSquaredNorm',
      parameters: { x: normals(1, [rows, size]) },
      batch: { weights },
      forward: (ops, { x }, { weights }) => ops.weightedSquaredNorm(x, weights),
    },
  ];
  return cases;
}

/** A scalar whose gradient with respect to each element of the value differs: its product with fixed numbers. */
export function lossOf(opCase: OpCase, matrix: SparseMatrix | null) {
  return (ops: Ops, p: Record<string, Value>, b: Record<string, Value>): Value => {
    const value = opCase.forward(ops, p, b, matrix);
    const size = sizeOf(value.shape);
    if (size === 1 && value.shape.length === 0) return value;
    const flat = ops.reshape(value, [1, size]);
    return ops.reshape(ops.rowDot(flat, ops.reshape(b.projection, [1, size])), []);
  };
}

/** Value and gradients of a case on one engine, as flat arrays by name. */
export async function runCase(engine: Engine, opCase: OpCase): Promise<Record<string, Float32Array>> {
  const parameters = engine.createParameters(opCase.parameters);
  const matrix = opCase.sparse ? engine.createSparse(opCase.sparse) : null;
  const value = await engine.run(parameters, opCase.batch, (ops, p, b) => opCase.forward(ops, p, b, matrix));
  const results: Record<string, Float32Array> = { value: value.data as Float32Array };
  if (!opCase.notDifferentiated) {
    const batch = { ...opCase.batch, projection: normals(99, [sizeOf(value.shape)]) };
    const { loss, gradients } = await engine.gradients(
      parameters,
      batch,
      lossOf(opCase, matrix),
      opCase.dropoutSeed ?? null,
    );
    // Projections of larger values cancel out; the values themselves are compared.
    if (value.shape.length === 0) results.loss = new Float32Array([loss]);
    for (const [name, { data }] of Object.entries(gradients)) results[`gradient of ${name}`] = data as Float32Array;
  }
  parameters.dispose();
  matrix?.dispose();
  return results;
}

/** Row r has seen every item i with (i + r) % 4 = 0, and finds every (i + r) % 4 = 1 relevant. */
function marksOf(rows: number, numItems: number): HostArray {
  const marks = new Marks(numItems, rows);
  const items = Int32Array.from({ length: numItems }, (_, item) => item);
  for (let r = 0; r < rows; r++) {
    const [seen, relevant] = [0, 1].map((rest) => items.filter((item) => (item + r) % 4 === rest));
    marks.set(r, seen, relevant, null);
  }
  return { shape: [rows, markWords(numItems)], data: marks.words };
}

/** A symmetric matrix with an empty row and one row that is full. */
export function symmetricMatrix(size: number): CsrMatrix {
  const dense = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const linked = i === 0 || j === 0 || (i * 7 + j * 3) % 5 === 0;
      if (linked && i !== 3 && j !== 3) dense[i][j] = dense[j][i] = Math.sin(i + j + 1);
    }
  }
  const offsets = new Int32Array(size + 1);
  const columns: number[] = [];
  const values: number[] = [];
  dense.forEach((row, r) => {
    row.forEach((value, column) => {
      if (value !== 0) {
        columns.push(column);
        values.push(value);
      }
    });
    offsets[r + 1] = columns.length;
  });
  return {
    numRows: size,
    numColumns: size,
    offsets,
    columns: Int32Array.from(columns),
    values: Float32Array.from(values),
  };
}
