/** Matrix products on WebGPU: picks the shader's variant from strides, and binds. */
import type { Handle } from '../../Handle';
import type { KernelForms, Tile } from '../../types';
import { type Emitter, USUAL_FORMS, WORKGROUP, widthOf } from '../gpu/GpuKernel';
import type { MatMulOptions } from '../Kernels';
import { sumSlabs } from '../sumSlabs/sumSlabs';
import { type FactorLayout, type MatMulVariant, matmulKernel } from './matmul.wgsl';

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

/** Results with fewer columns would leave most lanes of a subgroup without work. */
const FEWEST_SHARED_COLUMNS = 13;

/** Workgroups that keep the cores of an adapter in software busy. */
const FEWEST_WORKGROUPS = 4;

/** A subgroup's tile: as many rows as leave enough tiles. */
function sharedTile(rows: number, columns: number, members: number, lanes: number): Tile {
  const perWorkgroup = WORKGROUP / lanes;
  const tilesOf = (size: number) => members * Math.ceil(rows / size) * Math.ceil(columns / (4 * lanes));
  let size = 4 * lanes;
  while (size > lanes && (rows <= size / 2 || tilesOf(size) < FEWEST_WORKGROUPS * perWorkgroup)) size /= 2;
  return { rows: size, columns: 4, lanes };
}

/** The adapter's tile, halved as long as half of it would hold the whole result. */
function tileFor(rows: number, columns: number, tile: Tile): Tile {
  const fit = (length: number, most: number) => {
    let size = most;
    while (size > 4 && length <= size / 2) size /= 2;
    return size;
  };
  return { rows: fit(rows, tile.rows), columns: fit(columns, tile.columns) };
}

export function variantOf(
  { rows, columns, inner, outerBatch, innerBatch, a, b, c }: BatchedProduct,
  forms: KernelForms = USUAL_FORMS,
  wanted?: Tile,
): Omit<MatMulVariant, 'bias' | 'relu'> {
  const layout = (view: MatrixView, innerStride: number, outerStride: number, outerLength: number): FactorLayout => {
    const alongInner = innerStride === 1;
    const [stride, length] = alongInner ? [outerStride, inner] : [innerStride, outerLength];
    return {
      contiguous: alongInner ? 'inner' : 'outer',
      width: widthOf(stride, length, view.outerBatch, view.innerBatch),
    };
  };
  const loads = { a: layout(a, a.column, a.row, rows), b: layout(b, b.row, b.column, columns) };
  const innerTail = inner % 4 !== 0;
  const cWidth = widthOf(columns, c.row, c.outerBatch, c.innerBatch);
  const inFours = !innerTail && [loads.a.width, loads.b.width, cWidth].every((width) => width === 4);
  const { subgroup } = forms;
  const isShared = subgroup !== undefined && rows >= subgroup && columns >= FEWEST_SHARED_COLUMNS;
  const own = isShared
    ? sharedTile(rows, columns, outerBatch * innerBatch, subgroup)
    : tileFor(rows, columns, inFours ? forms.tileInFours : forms.tile);
  const tile = wanted ?? own;
  return { tileRows: tile.rows, tileColumns: tile.columns, lanes: tile.lanes ?? 1, ...loads, innerTail, cWidth };
}

/**
 * Queues C = activation(alpha A B + bias) into `c`, for each of the batch.
 * @param tile for measuring one against another
 */
export function multiplyInto(
  emitter: Emitter,
  a: Handle,
  b: Handle,
  c: Handle,
  product: BatchedProduct,
  { bias = null, activation = 'none', tile }: Pick<MatMulOptions<Handle>, 'bias' | 'activation'> & { tile?: Tile } = {},
): void {
  const { rows, columns, inner, outerBatch, innerBatch } = product;
  const variant = variantOf(product, emitter.forms, tile);
  const columnTiles = Math.ceil(columns / (variant.tileColumns * variant.lanes));
  const groupColumns = Math.min(8, WORKGROUP / variant.lanes, 2 ** Math.ceil(Math.log2(columnTiles)));
  const columnGroups = Math.ceil(columnTiles / groupColumns);
  const rowGroups = Math.ceil(rows / variant.tileRows / (WORKGROUP / variant.lanes / groupColumns));
  const members = outerBatch * innerBatch;
  const words = {
    ...{ rows, columns, inner, innerBatch, groupColumns, columnGroups, rowGroups, members },
    aStride: variant.a.contiguous === 'inner' ? product.a.row : product.a.column,
    bStride: variant.b.contiguous === 'inner' ? product.b.column : product.b.row,
    cStride: product.c.row,
    ...{ aOuterBatch: product.a.outerBatch, aInnerBatch: product.a.innerBatch },
    ...{ bOuterBatch: product.b.outerBatch, bInnerBatch: product.b.innerBatch },
    ...{ cOuterBatch: product.c.outerBatch, cInnerBatch: product.c.innerBatch },
    alpha: product.alpha ?? 1,
  };
  const kernel = matmulKernel({ ...variant, bias: bias !== null, relu: activation === 'relu' });
  const threads = members * rowGroups * columnGroups * WORKGROUP;
  emitter.run(kernel, bias ? { a, b, bias } : { a, b }, { c }, words, threads);
}

/** Products with fewer groups of threads than this, and a long axis to sum over, leave most of a GPU idle. */
const FEW_GROUPS = 32;
const LONG_INNER = 512;
const SHORTEST_PIECE = 64;
const MOST_PIECES = 64;
/** Where subgroups are used threads are few, and each piece more is one more to add up. */
const MOST_SHARED_PIECES = 8;

/**
 * In how many equal pieces the inner axis is summed, side by side: the gradient of a layer's weights has few results
 * but sums over all rows of the batch. 1 where it is summed in one go.
 */
export function piecesOf(
  { rows, columns, inner }: Pick<BatchedProduct, 'rows' | 'columns' | 'inner'>,
  { subgroup }: KernelForms = USUAL_FORMS,
): number {
  const groups = Math.ceil(rows / 64) * Math.ceil(columns / 64);
  if (groups >= FEW_GROUPS || inner < LONG_INNER) return 1;
  const most = subgroup ? MOST_SHARED_PIECES : MOST_PIECES;
  const wanted = Math.min(most, Math.floor(inner / SHORTEST_PIECE), Math.ceil((2 * FEW_GROUPS) / groups));
  for (let pieces = wanted; pieces > 1; pieces--) {
    if (inner % pieces === 0) return pieces;
  }
  return 1;
}

/** activation(A B + bias) of two matrices: [M, K] and [K, N] after the transpositions -> [M, N] */
export function matmul(
  emitter: Emitter,
  a: Handle,
  b: Handle,
  { transposeA = false, transposeB = false, bias = null, activation = 'none' }: MatMulOptions<Handle> = {},
): Handle {
  const [inner, rows] = transposeA ? a.shape : [a.shape[1], a.shape[0]];
  const columns = b.shape[transposeB ? 0 : 1];
  const aView = wholeMatrix(a.shape[1], transposeA);
  const bView = wholeMatrix(b.shape[1], transposeB);
  const pieces = bias || activation !== 'none' ? 1 : piecesOf({ rows, columns, inner }, emitter.forms);
  const length = inner / pieces;
  const out = emitter.output([pieces, rows, columns]);
  const product: BatchedProduct = {
    ...{ rows, columns, inner: length, outerBatch: pieces, innerBatch: 1 },
    a: { ...aView, outerBatch: pieces > 1 ? length * aView.column : 0 },
    b: { ...bView, outerBatch: pieces > 1 ? length * bView.row : 0 },
    c: { ...wholeMatrix(columns), outerBatch: pieces > 1 ? rows * columns : 0 },
  };
  multiplyInto(emitter, a, b, out, product, { bias, activation });
  // In the order of the pieces, so that the bits do not differ from run to run.
  return sumSlabs(emitter, out);
}
