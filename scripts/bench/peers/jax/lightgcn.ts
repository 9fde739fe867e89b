import { nn, numpy as np } from '@jax-js/jax';
import type { CsrMatrix } from '@/lib/csr';
import type { Arrays, BuildJaxModel } from './JaxModel';
import { embed, rowDot, scatterAdd } from './layers';

/** Larger buffers are not reused by jax-js, and not bound by every adapter. */
const CHUNK_BYTES = 64 * 1024 * 1024;

/**
 * src/models/lightgcn/lightgcn.ts. A~ = D^-1/2 A D^-1/2, so edges need no weights: rows are scaled before they are taken
 * and after they are summed. jax-js has no sparse matrices; a product is a gather and a scatter-add over the edges, as many
 * at a time as fit into a buffer. N nodes, B samples.
 */
export const lightgcn: BuildJaxModel = ({ config, numUsers, numItems }, graph) => {
  if (!graph) throw new Error('LightGCN needs its graph');
  const numLayers = config.numLayers as number;
  const lambda = config.regLambda as number;
  const numNodes = numUsers + numItems;
  const chunks = chunksOf(graph, config.embeddingDim as number);
  const constants: Arrays = { rootDegrees: rootDegreesOf(graph) };
  chunks.forEach(({ sources, targets }, c) => {
    constants[`sources${c}`] = np.array(sources);
    constants[`targets${c}`] = np.array(targets);
  });

  /** A~ x. Takes no ownership of the graph. */
  function product(x: np.Array, edges: Arrays): np.Array {
    const scaled = x.mul(edges.rootDegrees.ref);
    const sums = chunks.map((_, c) =>
      scatterAdd(np.take(scaled.ref, edges[`sources${c}`].ref, 0), edges[`targets${c}`].ref, numNodes),
    );
    scaled.dispose();
    return sums.reduce((a, b) => a.add(b)).mul(edges.rootDegrees.ref);
  }

  return {
    batchNames: ['users', 'positives', 'negatives', 'weights'],
    constants,
    numDropouts: 0,
    loss({ embeddings }, { users, positives, negatives, weights }, edges) {
      let layer = embeddings.ref;
      let final = embeddings.ref;
      for (let k = 1; k <= numLayers; k++) {
        layer = product(layer, edges);
        final = final.add(layer.ref);
      }
      layer.dispose();
      for (const array of Object.values(edges)) array.dispose();
      final = final.mul(1 / (numLayers + 1));
      const batchSize = users.shape[0];
      const nodes = np.concatenate([users, positives.add(numUsers), negatives.add(numUsers)]); // [3 B]
      const [user, positive, negative] = np.split(embed(final, nodes.ref), [batchSize, 2 * batchSize], 0); // [B, D] each
      const losses = nn.softplus(rowDot(user, negative.sub(positive)));
      const norms = np.square(embed(embeddings, nodes)).sum(-1).reshape([3, batchSize]).sum(0);
      return losses
        .add(norms.mul(lambda / 2))
        .mul(weights)
        .sum();
    },
  };
};

/** 1 / sqrt(degree), 0 where there is none: [N, 1] */
function rootDegreesOf({ numRows, offsets }: CsrMatrix): np.Array {
  const roots = Float32Array.from({ length: numRows }, (_, node) => {
    const degree = offsets[node + 1] - offsets[node];
    return degree > 0 ? 1 / Math.sqrt(degree) : 0;
  });
  return np.array(roots).reshape([numRows, 1]);
}

/** All edges, in both directions. */
function chunksOf({ offsets, columns, numRows }: CsrMatrix, dim: number) {
  const rows = new Int32Array(columns.length);
  for (let row = 0; row < numRows; row++) rows.fill(row, offsets[row], offsets[row + 1]);
  const size = Math.floor(CHUNK_BYTES / (dim * Float32Array.BYTES_PER_ELEMENT));
  return Array.from({ length: Math.ceil(columns.length / size) }, (_, c) => ({
    sources: columns.slice(c * size, (c + 1) * size),
    targets: rows.slice(c * size, (c + 1) * size),
  }));
}
