/**
 * What t-SNE makes smaller, and its slope. Van der Maaten and Hinton, "Visualizing Data using t-SNE", JMLR 2008:
 *
 *   q_ij = (1 + |y_i - y_j|^2)^-1 / Z          KL(P || Q) = sum of p_ij log(p_ij / q_ij)
 *   dKL/dy_i = 4 sum over j of (p_ij - q_ij) (1 + |y_i - y_j|^2)^-1 (y_i - y_j)
 *
 * The attraction is summed over the neighbours that P knows, the repulsion over a tree.
 */
import type { CsrMatrix } from '@/lib/csr';
import type { QuadTree } from './QuadTree';

/**
 * @param p joint probabilities [n, n]
 * @param y [n * 2]
 * @param exaggeration what p is multiplied by
 * @param theta 0 opens every cell: exact
 * @param gradient [n * 2], overwritten
 * @returns Z
 */
export function tsneGradient(
  p: CsrMatrix,
  y: Float64Array,
  tree: QuadTree,
  exaggeration: number,
  theta: number,
  gradient: Float64Array,
): number {
  tree.build(y);
  const z = Math.max(tree.repulsion(gradient, theta), Number.MIN_VALUE);
  const { numRows, offsets, columns, values } = p;
  for (let i = 0; i < numRows; i++) {
    const yx = y[2 * i];
    const yy = y[2 * i + 1];
    let ax = 0;
    let ay = 0;
    for (let at = offsets[i]; at < offsets[i + 1]; at++) {
      const j = columns[at];
      const dx = yx - y[2 * j];
      const dy = yy - y[2 * j + 1];
      const pull = values[at] / (1 + dx * dx + dy * dy);
      ax += pull * dx;
      ay += pull * dy;
    }
    gradient[2 * i] = 4 * (exaggeration * ax - gradient[2 * i] / z);
    gradient[2 * i + 1] = 4 * (exaggeration * ay - gradient[2 * i + 1] / z);
  }
  return z;
}

/** KL(P || Q) in nats, for a Z that belongs to y. */
export function divergence({ numRows, offsets, columns, values }: CsrMatrix, y: Float64Array, z: number): number {
  let sum = 0;
  for (let i = 0; i < numRows; i++) {
    for (let at = offsets[i]; at < offsets[i + 1]; at++) {
      const j = columns[at];
      const dx = y[2 * i] - y[2 * j];
      const dy = y[2 * i + 1] - y[2 * j + 1];
      if (values[at] > 0) sum += values[at] * Math.log(values[at] * z * (1 + dx * dx + dy * dy));
    }
  }
  return sum;
}
