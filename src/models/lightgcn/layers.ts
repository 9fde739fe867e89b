/** LightGCN's layers on the CPU, from the parameters of a run. */
import type { CsrMatrix } from '@/lib/csr';

/** E_0 .. E_K, users first. */
export interface Layers {
  /** K + 1 arrays [numNodes * dim] */
  embeddings: Float32Array[];
  /** K + 1 */
  alpha: number[];
  dim: number;
}

/** Sparse times dense on the CPU. @param x [numColumns * dim] */
export function multiply({ numRows, offsets, columns, values }: CsrMatrix, x: Float32Array, dim: number): Float32Array {
  const out = new Float32Array(numRows * dim);
  for (let row = 0; row < numRows; row++) {
    for (let k = offsets[row]; k < offsets[row + 1]; k++) {
      const value = values[k];
      for (let f = 0, to = row * dim, from = columns[k] * dim; f < dim; f++, to++, from++) out[to] += value * x[from];
    }
  }
  return out;
}

/** @param first E_0 */
export function propagate(adjacency: CsrMatrix, first: Float32Array, dim: number, alpha: number[]): Layers {
  const embeddings = [first];
  for (let k = 1; k < alpha.length; k++) embeddings.push(multiply(adjacency, embeddings[k - 1], dim));
  return { embeddings, alpha, dim };
}

/** Sum of alpha_k E_k, [numNodes * dim]. */
export function finalOf({ embeddings, alpha }: Layers): Float32Array {
  const final = new Float32Array(embeddings[0].length);
  embeddings.forEach((layer, k) => {
    for (let at = 0; at < final.length; at++) final[at] += alpha[k] * layer[at];
  });
  return final;
}
