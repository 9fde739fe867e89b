/** Matrix products on WebGPU: picks the shader's variant from strides, and binds. */

import type { Tensor } from '../../tf';
import { floatBits, type GpuRunner } from '../gpu/GpuRunner';
import type { MatMulOptions } from '../Kernels';
import { type FactorLayout, GROUP_COLUMNS, GROUP_ROWS, type MatMulVariant, matmulShader } from './matmul.wgsl';

/** A matrix, or a batch of them, somewhere in a buffer: strides in elements, of which row or column is 1. */
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

/** The widest of 4, 2, 1 that divides all. */
function widthOf(...lengths: number[]): 1 | 2 | 4 {
  if (lengths.every((length) => length % 4 === 0)) return 4;
  return lengths.every((length) => length % 2 === 0) ? 2 : 1;
}

export function variantOf({ rows, columns, inner, a, b, c }: BatchedProduct): Omit<MatMulVariant, 'bias' | 'relu'> {
  const layout = (view: MatrixView, innerStride: number, outerStride: number, outerLength: number): FactorLayout => {
    const alongInner = innerStride === 1;
    const [stride, length] = alongInner ? [outerStride, inner] : [innerStride, outerLength];
    return {
      contiguous: alongInner ? 'inner' : 'outer',
      width: widthOf(stride, length, view.outerBatch, view.innerBatch),
    };
  };
  return {
    // Measured on SwiftShader, eight by eight takes half to three quarters of the time of four by four.
    tileRows: rows > 4 ? 8 : 4,
    tileColumns: columns > 4 ? 8 : 4,
    a: layout(a, a.column, a.row, rows),
    b: layout(b, b.row, b.column, columns),
    innerTail: inner % 4 !== 0,
    cWidth: widthOf(columns, c.row, c.outerBatch, c.innerBatch),
  };
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
  const variant = variantOf(product);
  const shader = matmulShader({ ...variant, bias: bias !== null, relu: activation === 'relu' });
  const words = [
    ...[rows, columns, inner, innerBatch],
    variant.a.contiguous === 'inner' ? product.a.row : product.a.column,
    variant.b.contiguous === 'inner' ? product.b.column : product.b.row,
    product.c.row,
    ...[product.a, product.b, product.c].flatMap((view) => [view.outerBatch, view.innerBatch]),
    floatBits(product.alpha ?? 1),
  ];
  const bindings = bias ? [a, b, bias, out] : [a, b, out];
  const columnGroups = Math.ceil(columns / variant.tileColumns / GROUP_COLUMNS);
  const rowGroups = Math.ceil(rows / variant.tileRows / GROUP_ROWS);
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
