/** The cases of all kernels: a new kernel gets its line here and is then tested in all its forms. */
import type { KernelCase } from '../testing/KernelCase';
import { adamCases } from './adam/adam.cases';
import { attentionCases } from './attention/attention.cases';
import { columnSumsCases } from './columnSums/columnSums.cases';
import { crossEntropyRowsCases } from './crossEntropy/crossEntropyRows.cases';
import { dropoutCases } from './dropout/dropout.cases';
import { gatherRowsCases } from './gatherRows/gatherRows.cases';
import { layerNormCases } from './layerNorm/layerNorm.cases';
import { matmulCases } from './matmul/matmul.cases';
import { pairProductCases } from './pairProduct/pairProduct.cases';
import { rowDotsCases } from './rowDots/rowDots.cases';
import { scatterRowsCases } from './scatterRows/scatterRows.cases';
import { slicesCases } from './slices/slices.cases';
import { spmmCases } from './spmm/spmm.cases';
import { sumCases } from './sum/sum.cases';
import { topKCases } from './topK/topK.cases';

export const KERNEL_CASES: Record<string, () => KernelCase[]> = {
  adam: adamCases,
  attention: attentionCases,
  columnSums: columnSumsCases,
  crossEntropyRows: crossEntropyRowsCases,
  dropout: dropoutCases,
  gatherRows: gatherRowsCases,
  layerNorm: layerNormCases,
  matmul: matmulCases,
  pairProduct: pairProductCases,
  rowDots: rowDotsCases,
  scatterRows: scatterRowsCases,
  slices: slicesCases,
  spmm: spmmCases,
  sum: sumCases,
  topK: topKCases,
};
