/** What the cases of all kernels do not reach: batches by strides, and several workgroups along both axes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenBackend, openBackend } from '../../backend/openBackend';
import { upload } from '../../Parameters';
import { normals, relativeError } from '../../testing/arrays';
import { tf, type WebGPUBackend } from '../../tf';
import { USUAL_FORMS } from '../gpu/GpuKernel';
import { GpuRunner } from '../gpu/GpuRunner';
import { multiplyInto, piecesOf, variantOf, wholeMatrix } from './matmul';
import { matmulReference } from './matmul.reference';

let backend: OpenBackend;
let runner: GpuRunner;
beforeAll(async () => {
  backend = await openBackend('webgpu');
  runner = new GpuRunner(tf.backend() as unknown as WebGPUBackend);
});
afterAll(() => {
  runner.dispose();
  backend.close();
});

test.each([7, 150])('a batch of matrices with %i columns', async (columns) => {
  const [members, rows, inner] = [3, 2 * 8 * 64 + 5, 6];
  const a = normals(1, [members, rows, inner]);
  const b = normals(2, [members, inner, columns]);
  const out = runner.output([members, rows, columns]);
  const product = {
    ...{ rows, columns, inner, outerBatch: members, innerBatch: 1, alpha: 2 },
    a: { row: inner, column: 1, outerBatch: rows * inner, innerBatch: 0 },
    b: { row: columns, column: 1, outerBatch: inner * columns, innerBatch: 0 },
    c: { row: columns, column: 1, outerBatch: rows * columns, innerBatch: 0 },
  };
  multiplyInto(runner, upload('a', a), upload('b', b), out, product, {});
  const values = new Float32Array(await runner.read(out));
  for (let m = 0; m < members; m++) {
    const expected = matmulReference(
      [rows, inner, columns],
      (i, k) => 2 * a.data[m * rows * inner + i * inner + k],
      (k, j) => b.data[m * inner * columns + k * columns + j],
    );
    const actual = values.subarray(m * rows * columns, (m + 1) * rows * columns);
    expect(relativeError(actual, expected), `member ${m}`).toBeLessThan(1e-6);
  }
});

test.each([
  { rows: 1, columns: 4 },
  { rows: 3, columns: 12 },
  { rows: 6, columns: 16 },
  { rows: 12, columns: 8 },
])('a product in tiles of $rows by $columns', async (tile) => {
  const [rows, inner, columns] = [71, 10, 45];
  for (const transposed of [false, true]) {
    const a = normals(1, transposed ? [inner, rows] : [rows, inner]);
    const b = normals(2, [inner, columns]);
    const out = runner.output([rows, columns]);
    const product = {
      ...{ rows, columns, inner, outerBatch: 1, innerBatch: 1 },
      a: wholeMatrix(a.shape[1], transposed),
      b: wholeMatrix(columns),
      c: wholeMatrix(columns),
    };
    multiplyInto(runner, upload('a', a), upload('b', b), out, product, { tile });
    const expected = matmulReference(
      [rows, inner, columns],
      (i, k) => a.data[transposed ? k * rows + i : i * inner + k],
      (k, j) => b.data[k * columns + j],
    );
    const actual = new Float32Array(await runner.read(out));
    expect(relativeError(actual, expected), `transposed: ${transposed}`).toBeLessThan(1e-6);
  }
});

test('loads four or two at a time only where strides allow it', () => {
  const whole = (columns: number) => ({ row: columns, column: 1, outerBatch: 0, innerBatch: 0 });
  const transposed = (columns: number) => ({ row: 1, column: columns, outerBatch: 0, innerBatch: 0 });
  const sizes = { rows: 8, columns: 8, inner: 8, outerBatch: 1, innerBatch: 1 };
  const plain = { ...sizes, a: whole(8), b: whole(8), c: whole(8) };
  expect(variantOf(plain)).toEqual({
    a: { contiguous: 'inner', width: 4 },
    b: { contiguous: 'outer', width: 4 },
    innerTail: false,
    cWidth: 4,
    tileRows: 8,
    tileColumns: 8,
    lanes: 1,
  });
  expect(variantOf({ ...plain, a: transposed(8), b: transposed(8) })).toMatchObject({
    a: { contiguous: 'outer' },
    b: { contiguous: 'inner' },
  });
  // A head of width 2 or 5 does not begin at a multiple of four.
  expect(variantOf({ ...plain, a: { ...whole(8), innerBatch: 2 } })).toMatchObject({ a: { width: 2 } });
  expect(variantOf({ ...plain, a: { ...whole(8), innerBatch: 5 } })).toMatchObject({ a: { width: 1 } });
  expect(variantOf({ ...plain, inner: 6, a: whole(6), b: transposed(6) })).toMatchObject({
    a: { width: 2 },
    b: { width: 2 },
    innerTail: true,
  });
});

test('cuts only long sums with few results, in equal pieces', () => {
  // SASRec's gradient of a layer over 128 sequences of 50, NeuMF's over 256 samples, the gradient of all items' states
  expect(piecesOf({ rows: 50, columns: 50, inner: 6400 })).toBe(64);
  expect(piecesOf({ rows: 128, columns: 64, inner: 256 })).toBe(1);
  expect(piecesOf({ rows: 6400, columns: 50, inner: 1682 })).toBe(1);
  expect(piecesOf({ rows: 7, columns: 1, inner: 1155 })).toBe(15);
  expect(piecesOf({ rows: 5, columns: 6, inner: 1021 })).toBe(1);
  expect(piecesOf({ rows: 50, columns: 50, inner: 6400 }, { ...USUAL_FORMS, subgroup: 8 })).toBe(8);
});

test('a subgroup shares a tile where its lanes have work, and tiles are as large as leaves enough of them', () => {
  const forms = { ...USUAL_FORMS, subgroup: 8 };
  const tile = (rows: number, columns: number, members = 1) => {
    const product = {
      ...{ rows, columns, inner: 8, outerBatch: members, innerBatch: 1 },
      ...{ a: wholeMatrix(8), b: wholeMatrix(columns), c: wholeMatrix(columns) },
    };
    const { tileRows, tileColumns, lanes } = variantOf(product, forms);
    return [tileRows, tileColumns, lanes];
  };
  expect(tile(6400, 50)).toEqual([32, 4, 8]);
  expect(tile(256, 128)).toEqual([32, 4, 8]);
  expect(tile(256, 64)).toEqual([16, 4, 8]);
  expect(tile(50, 50, 128)).toEqual([32, 4, 8]);
  expect(tile(9, 400, 128)).toEqual([16, 4, 8]);
  expect(tile(256, 12)).toEqual([8, 8, 1]);
  expect(tile(7, 50)).toEqual([8, 8, 1]);
});
