import { nn, numpy as np } from '@jax-js/jax';
import { LAYER_NORM_EPSILON } from '@/models/sasrec/sasrec';
import type { BuildJaxModel } from './JaxModel';
import { dense, dropout, embed, layerNorm, rowDot } from './layers';

/** src/models/sasrec/sasrec.ts. B sequences of length L, H heads. */
export const sasrec: BuildJaxModel = ({ config }) => {
  const numBlocks = config.numBlocks as number;
  const numHeads = config.numHeads as number;
  const rate = config.dropoutRate as number;
  const softmax = config.loss === 'softmax';
  return {
    batchNames: ['inputs', 'inputMask', 'targets', 'weights', ...(softmax ? [] : ['negatives'])],
    constants: {},
    numDropouts: 1 + 2 * numBlocks,
    loss(p, { inputs, inputMask, targets, negatives, weights }, _constants, keys) {
      const [batch, length] = inputs.shape;
      const dim = p.items.shape[1];
      const norm = (name: string, x: np.Array) =>
        layerNorm(x, p[`${name}.gain`], p[`${name}.bias`], LAYER_NORM_EPSILON);
      const layer = (name: string, x: np.Array) => dense(x, p[`${name}.w`], p[`${name}.b`]);
      /** [B, L, D] -> [B, H, L, D / H] */
      const heads = (x: np.Array) => x.reshape([batch, length, numHeads, dim / numHeads]).transpose([0, 2, 1, 3]);

      const real = inputMask.reshape([batch, length, 1]);
      // A position sees the real ones up to itself. A padded one sees itself, or its softmax would be over nothing.
      const past = np.tri(length).mul(real.ref.reshape([batch, 1, length])); // [B, L, L]
      const mask = past.add(np.eye(length)).greater(0).reshape([batch, 1, length, length]);
      /** `nn.dotProductAttention` is the same, but its `einsum` needs Node 22. */
      const attention = (queries: np.Array, keys: np.Array, values: np.Array) => {
        const scores = np.matmul(queries, keys.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(dim / numHeads));
        const attended = np.matmul(nn.softmax(np.where(mask.ref, scores, -Infinity), -1), values); // [B, H, L, D / H]
        return attended.transpose([0, 2, 1, 3]).reshape([batch, length, dim]);
      };

      let x = embed(p.items.ref, inputs).add(p.positions); // [B, L, D]
      x = dropout(x, rate, keys[0]).mul(real.ref);
      for (let k = 0; k < numBlocks; k++) {
        const seen = norm(`${k}.attention`, x.ref);
        const attended = attention(
          heads(layer(`${k}.query`, seen.ref)),
          heads(layer(`${k}.key`, seen.ref)),
          heads(layer(`${k}.value`, seen)),
        );
        const projected = layer(`${k}.output`, attended);
        x = x.add(dropout(projected, rate, keys[1 + 2 * k]));
        const inner = nn.relu(layer(`${k}.inner`, norm(`${k}.feedForward`, x.ref)));
        x = x.add(dropout(layer(`${k}.outer`, inner), rate, keys[2 + 2 * k])).mul(real.ref);
      }
      mask.dispose();
      real.dispose();
      const rows = batch * length;
      const states = norm('final', x).reshape([rows, dim]);
      const counted = weights.reshape([rows]);
      const positive = rowDot(states.ref, embed(p.items.ref, targets.reshape([rows])));
      if (softmax) {
        // -log softmax at the target; its score by a product of rows, not by reading it out of the scores of all
        const scores = np.matmul(states, p.items.transpose()); // [B * L, I]
        return nn.logsumexp(scores, -1).sub(positive).mul(counted).sum();
      }
      const negative = rowDot(states, embed(p.items, negatives.reshape([rows])));
      return nn.softplus(np.negative(positive)).add(nn.softplus(negative)).mul(counted).sum();
    },
  };
};
