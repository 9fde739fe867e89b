/** All ops over one context. To add one: its file, a line here, its signature in `types.ts`, a case in `ops.cases.ts`. */
import type { Handle } from '../Handle';
import type { DeviceCsr } from '../kernels/Kernels';
import type { Ops, SparseMatrix, Value } from '../types';
import * as arithmetic from './arithmetic';
import { causalAttention } from './causalAttention';
import { concat } from './concat';
import { dense, densePairs } from './dense';
import { dropout } from './dropout';
import { embed } from './embed';
import { layerNorm } from './layerNorm';
import * as losses from './losses';
import type { OpContext } from './OpContext';
import { propagate, propagateSum } from './propagate';
import { sampledSoftmax } from './sampledSoftmax';
import { scoreAll } from './scoreAll';
import { sliceRows } from './sliceRows';
import { softmaxCrossEntropy } from './softmaxCrossEntropy';
import { topK } from './topK';

/** Values are handles inside the engine and nothing but shapes outside it. */
const t = (value: Value) => value as Handle;
const csr = (matrix: SparseMatrix) => matrix as unknown as DeviceCsr;

export function createOps(context: OpContext): Ops {
  return {
    embed: (table, ids, counts) => embed(context, t(table), t(ids), counts && t(counts)),
    dense: (x, weights, bias, activation) => dense(context, t(x), t(weights), bias ? t(bias) : null, activation),
    concat: (parts) => concat(context, parts.map(t)),
    add: (a, b) => arithmetic.add(context, t(a), t(b)),
    multiply: (a, b) => arithmetic.multiply(context, t(a), t(b)),
    scale: (x, factor) => arithmetic.scale(context, t(x), factor),
    rowDot: (a, b) => arithmetic.rowDot(context, t(a), t(b)),
    addRows: (x, rows) => arithmetic.addRows(context, t(x), t(rows)),
    maskRows: (x, mask) => arithmetic.maskRows(context, t(x), t(mask)),
    reshape: (x, shape) => t(x).reshape(shape),
    sliceRows: (x, start, count) => sliceRows(context, t(x), start, count),
    layerNorm: (x, gain, bias, epsilon) => layerNorm(context, t(x), t(gain), t(bias), epsilon),
    causalAttention: (queries, keys, values, keyMask, numHeads) =>
      causalAttention(context, t(queries), t(keys), t(values), t(keyMask), numHeads),
    dropout: (x, rate) => dropout(context, t(x), rate),
    propagate: (matrix, x) => propagate(context, csr(matrix), t(x)),
    propagateSum: (matrix, x, weights) => propagateSum(context, csr(matrix), t(x), weights),
    weightedSum: (parts, weights) => arithmetic.weightedSum(context, parts.map(t), weights),
    densePairs: (a, b, weights, bias, activation) =>
      densePairs(context, t(a), t(b), t(weights), bias ? t(bias) : null, activation),
    scoreAll: (a, b) => scoreAll(context, t(a), t(b)),
    topK: (scores, marks, k) => topK(context, t(scores), t(marks), k),
    binaryCrossEntropy: (logits, labels, weights) =>
      losses.binaryCrossEntropy(context, t(logits), typeof labels === 'number' ? labels : t(labels), t(weights)),
    bpr: (positive, negative, weights) => losses.bpr(context, t(positive), t(negative), t(weights)),
    softmaxCrossEntropy: (states, table, targets, weights) =>
      softmaxCrossEntropy(context, t(states), t(table), t(targets), t(weights)),
    sampledSoftmax: ({ states, positives, candidates, targetIds, candidateIds, weights }) =>
      sampledSoftmax(context, {
        ...{ states: t(states), positives: t(positives), candidates: t(candidates) },
        ...{ targetIds: t(targetIds), candidateIds: t(candidateIds), weights: t(weights) },
      }),
    weightedSquaredNorm: (x, weights) => losses.weightedSquaredNorm(context, t(x), t(weights)),
  };
}
