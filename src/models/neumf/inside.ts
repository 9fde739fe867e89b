/**
 * NeuMF from a user and a film to a logit, number by number:
 *
 *   GMF  sum over f of h_f p_f q_f;   MLP  x_0 = [p' ; q'], x_l = relu(x_{l-1} W_l + b_l), sum over f of h'_f x_L,f
 */
import type { Branches } from '../inside';
import type { NeumfWeights } from './explain';

/** Every value on the way, in float64 from the run's float32 parameters. */
export function branchesOf({ dim, gmf, mlp, bias }: NeumfWeights, user: number, item: number): Branches {
  const row = (rows: Float32Array, index: number) => Array.from(rows.subarray(index * dim, (index + 1) * dim));
  const sumOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  let ofGmf: Branches['gmf'] = null;
  if (gmf) {
    const [p, q, h] = [row(gmf.users, user), row(gmf.items, item), Array.from(gmf.h)];
    const products = h.map((weight, f) => weight * p[f] * q[f]);
    ofGmf = { user: p, item: q, h, products, sum: sumOf(products) };
  }
  let ofMlp: Branches['mlp'] = null;
  if (mlp) {
    const layers = [[...row(mlp.users, user), ...row(mlp.items, item)]];
    for (const { weights, bias: added, inputs, outputs } of mlp.layers) {
      const from = layers[layers.length - 1];
      layers.push(
        Array.from({ length: outputs }, (_, o) => {
          let sum = added[o];
          for (let i = 0; i < inputs; i++) sum += from[i] * weights[i * outputs + o];
          return Math.max(0, sum);
        }),
      );
    }
    const h = Array.from(mlp.h);
    const last = layers[layers.length - 1];
    const products = h.map((weight, f) => weight * last[f]);
    ofMlp = { layers, h, products, sum: sumOf(products) };
  }
  const logit = (ofGmf?.sum ?? 0) + (ofMlp?.sum ?? 0) + bias;
  return { kind: 'branches', user, item, gmf: ofGmf, mlp: ofMlp, bias, logit };
}
