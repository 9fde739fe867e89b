import { nn, numpy as np } from '@jax-js/jax';
import type { BuildJaxModel } from './JaxModel';
import { dense, dropout, embed } from './layers';

/** src/models/neumf/neumf.ts. B samples. */
export const neumf: BuildJaxModel = ({ config }) => {
  const numHidden = (config.hiddenLayers as number[]).length;
  const rate = config.dropout as number;
  if (config.variant !== 'neumf') throw new Error(`the jax-js peer has no NeuMF variant ${config.variant}`);
  return {
    batchNames: ['users', 'items', 'labels', 'weights'],
    constants: {},
    numDropouts: numHidden,
    loss(p, { users, items, labels, weights }, _constants, keys) {
      const gmf = embed(p.gmfUser, users.ref).mul(embed(p.gmfItem, items.ref)); // [B, D]
      let x = np.concatenate([embed(p.mlpUser, users), embed(p.mlpItem, items)], 1); // [B, 2 D]
      for (let l = 1; l <= numHidden; l++) {
        x = dropout(nn.relu(dense(x, p[`w${l}`], p[`b${l}`])), rate, keys[l - 1]);
      }
      const h = np.concatenate([p.hGmf, p.hMlp], 0);
      const logits = dense(np.concatenate([gmf, x], 1), h, p.hBias).reshape([labels.shape[0]]);
      const losses = nn.softplus(logits.ref).sub(logits.mul(labels));
      return losses.mul(weights).sum();
    },
  };
};
