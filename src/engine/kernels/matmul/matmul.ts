/** Matrix products on WebGPU: picks the shader's variant from strides, and binds. */

import type { Tensor } from '../../tf';
import { floatBits, type GpuRunner } from '../gpu/GpuRunner';
import type { MatMulOptions } from '../Kernels';
import { GROUP_COLUMNS, GROUP_ROWS, type MatMulVariant, matmulShader, TILE_COLUMNS, TILE_ROWS } from './matmul.wgsl';

/** A matrix, or a batch of them, somewhere in a buffer: strides in elements. */
export interface MatrixView {
  row: number;
  column: number;
  /** between the outer and the inner members of the batch */
  outerBatch: number;
  innerBatch: number;
}

export interface BatchedProduct {
  /** sizes of the result and of the axis summed over */
  rows: number;
  columns: number;
  inner: number;
  outerBatch: number;
  innerBatch: number;
  a: MatrixView;
  b: MatrixView;
  /** columns are contiguous */
  c: MatrixView;
  /** factor of the product, 1 by default */
  alpha?: number;
}

/** A row-major matrix by itself. */
export function wholeMatrix(columns: number, transposed = false): MatrixView {
  return transposed
    ? { row: 1, column: columns, outerBatch: 0, innerBatch: 0 }
    : { row: columns, column: 1, outerBatch: 0, innerBatch: 0 };
}

const inFours = (view: MatrixView, stride: number) =>
  stride % 4 === 0 && view.outerBatch % 4 === 0 && view.innerBatch % 4 === 0;

export function variantOf({ rows, columns, inner, a, b, c }: BatchedProduct): Omit<MatMulVariant, 'bias' | 'relu'> {
  const innerTail = inner % 4 !== 0;
  let aLoads: MatMulVariant['a'] = 'none';
  if (a.column === 1 && !innerTail && inFours(a, a.row)) aLoads = 'inner';
  else if (a.row === 1 && rows % 4 === 0 && inFours(a, a.column)) aLoads = 'outer';
  let bLoads: MatMulVariant['b'] = 'none';
  if (b.column === 1 && columns % 4 === 0 && inFours(b, b.row)) bLoads = 'outer';
  else if (b.row === 1 && !innerTail && inFours(b, b.column)) bLoads = 'inner';
  return { a: aLoads, b: bLoads, innerTail, vectorC: columns % 4 === 0 && inFours(c, c.row) };
}

/**
 * Queues C = activation(alpha A B + bias) into `out`, for each of the batch.
 * @param maxGroups workgroups that a dispatch may have along an axis; for tests
 */
export function multiplyInto(
  runner: GpuRunner,
  a: Tensor,
  b: Tensor,
  out: Tensor,
  product: BatchedProduct,
  { bias = null, activation = 'none' }: Pick<MatMulOptions, 'bias' | 'activation'> = {},
  maxGroups = runner.device.limits.maxComputeWorkgroupsPerDimension,
): void {
  const { rows, columns, inner, outerBatch, innerBatch } = product;
  const shader = matmulShader({ ...variantOf(product), bias: bias !== null, relu: activation === 'relu' });
  const words = [
    ...[rows, columns, inner, innerBatch],
    ...[product.a.row, product.a.column, product.b.row, product.b.column, product.c.row],
    ...[product.a, product.b, product.c].flatMap((view) => [view.outerBatch, view.innerBatch]),
    floatBits(product.alpha ?? 1),
  ];
  const bindings = bias ? [a, b, bias, out] : [a, b, out];
  const columnGroups = Math.ceil(columns / TILE_COLUMNS / GROUP_COLUMNS);
  const rowGroups = Math.ceil(rows / TILE_ROWS / GROUP_ROWS);
  const members = outerBatch * innerBatch;
  // One dispatch, unless there are more groups than a dispatch may have along an axis.
  for (let row = 0; row < rowGroups; row += maxGroups) {
    for (let member = 0; member < members; member += maxGroups) {
      runner.dispatch(
        shader,
        bindings,
        [...words, row * GROUP_ROWS, member],
        [columnGroups, Math.min(maxGroups, rowGroups - row), Math.min(maxGroups, members - member)],
      );
    }
  }
}

/** activation(A B + bias) of two matrices: [M, K] and [K, N] after the transpositions -> [M, N] */
export function matmul(
  runner: GpuRunner,
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false, bias = null, activation = 'none' }: MatMulOptions = {},
): Tensor {
  const [inner, rows] = transposeA ? a.shape : [a.shape[1], a.shape[0]];
  const columns = b.shape[transposeB ? 0 : 1] as number;
  const out = runner.output([rows as number, columns]);
  multiplyInto(
    runner,
    a,
    b,
    out,
    {
      rows: rows as number,
      columns,
      inner: inner as number,
      outerBatch: 1,
      innerBatch: 1,
      a: wholeMatrix(a.shape[1] as number, transposeA),
      b: wholeMatrix(b.shape[1] as number, transposeB),
      c: wholeMatrix(columns),
    },
    { bias, activation },
  );
  return out;
}
