/**
 * LightGCN: embeddings smoothed over the graph of who watched what, nothing else.
 * He, Deng, Wang, Li, Zhang, Wang, "LightGCN: Simplifying and Powering Graph Convolution Network for
 * Recommendation", SIGIR 2020, sec. 3.1 to 3.3.
 *
 *   graph  A = [0 R; R^T 0],  A~ = D^-1/2 A D^-1/2       (training interactions R)
 *   layer  E_{k+1} = A~ E_k                               (no weights, no non-linearity)
 *   final  E = sum_k alpha_k E_k,  alpha_k = 1 / (K + 1) by default
 *   score  y = e_u . e_i
 *   loss   BPR: -log sigmoid(y_ui - y_uj), plus lambda |.|^2 / 2 of the batch's layer-0 embeddings
 *
 * Departure: each training interaction is drawn once an epoch (the authors draw a user, then one of the user's items).
 *
 * Shapes: N = numUsers + numItems nodes, users first; D = embeddingDim; B = batchSize.
 */
import type { Ops, Value } from '@/engine/types';
import type { CsrMatrix } from '@/lib/csr';
import { Initializer } from '../init';
import type { BuildModel, SamplerId, TrainingData } from '../types';

/** The authors' standard deviation for embeddings. */
const EMBEDDING_SD = 0.1;
/** Scores of one block: few enough that a run at the sizes of MovieLens 1M stays below 64 MB while it is evaluated. */
const BLOCK_FLOATS = 2_000_000;

/**
 * The symmetrically normalised bipartite graph of the training part.
 * @returns CSR [N, N], N = numUsers + numItems; entry (u, numUsers + i) is 1 / sqrt(degree(u) degree(i))
 */
export function normalisedAdjacency(data: TrainingData): CsrMatrix {
  const { numUsers, numItems, train } = data;
  const numNodes = numUsers + numItems;
  const numPairs = train.items.length;
  const itemDegree = new Int32Array(numItems);
  for (const item of train.items) itemDegree[item]++;

  const offsets = new Int32Array(numNodes + 1);
  offsets.set(train.offsets);
  for (let i = 0; i < numItems; i++) offsets[numUsers + i + 1] = offsets[numUsers + i] + itemDegree[i];

  const columns = new Int32Array(2 * numPairs);
  const values = new Float32Array(2 * numPairs);
  const nextOfItem = offsets.slice(numUsers, numNodes);
  for (let u = 0; u < numUsers; u++) {
    const degree = train.offsets[u + 1] - train.offsets[u];
    for (let k = train.offsets[u]; k < train.offsets[u + 1]; k++) {
      const item = train.items[k];
      const value = 1 / Math.sqrt(degree * itemDegree[item]);
      columns[k] = numUsers + item;
      values[k] = value;
      const mirrored = nextOfItem[item]++;
      columns[mirrored] = u;
      values[mirrored] = value;
    }
  }
  return { numRows: numNodes, numColumns: numNodes, offsets, columns, values };
}

/** alpha_k for layers 0..K: the given weights, or 1 / (K + 1) each where none are given. */
export function layerWeights(numLayers: number, given: number[]): number[] {
  return given.length === numLayers + 1 ? given : new Array<number>(numLayers + 1).fill(1 / (numLayers + 1));
}

export const buildLightGCN: BuildModel = (config, data, seed, sparse) => {
  const dim = config.embeddingDim as number;
  const numLayers = config.numLayers as number;
  const lambda = config.regLambda as number;
  const alpha = layerWeights(numLayers, config.layerWeights as number[]);
  const { numUsers, numItems } = data;
  const adjacency = sparse(normalisedAdjacency(data));

  /** E = sum_k alpha_k A~^k E_0: [N, D] */
  function propagated(ops: Ops, embeddings: Value): Value {
    return ops.propagateSum(adjacency, embeddings, alpha);
  }
  const usersOf = (ops: Ops, nodes: Value) => ops.sliceRows(nodes, 0, numUsers);
  const itemsOf = (ops: Ops, nodes: Value) => ops.sliceRows(nodes, numUsers, numItems);

  /** The final embeddings, which scores and loss are made of. */
  function smoothed(ops: Ops, p: Record<string, Value>) {
    const final = propagated(ops, p.embeddings);
    return { finalUsers: usersOf(ops, final), finalItems: itemsOf(ops, final) };
  }

  /** @param p parameters, and beside them what `smoothed` gives */
  function lossFrom(ops: Ops, p: Record<string, Value>, batch: Record<string, Value>): Value {
    const { users, positives, negatives, weights } = batch;
    const user = ops.embed(p.finalUsers, users); // [B, D]
    const ranking = ops.bpr(
      ops.rowDot(user, ops.embed(p.finalItems, positives)),
      ops.rowDot(user, ops.embed(p.finalItems, negatives)),
      weights,
    );
    const firstItems = itemsOf(ops, p.embeddings);
    const norms = [
      ops.weightedSquaredNorm(ops.embed(usersOf(ops, p.embeddings), users), weights),
      ops.weightedSquaredNorm(ops.embed(firstItems, positives), weights),
      ops.weightedSquaredNorm(ops.embed(firstItems, negatives), weights),
    ];
    return ops.weightedSum([ranking, ...norms], [1, lambda, lambda, lambda]);
  }

  return {
    initialParameters: (init = new Initializer(seed)) => ({
      embeddings: init.normal([numUsers + numItems, dim], EMBEDDING_SD),
    }),
    batches: { kind: 'pairwise', batchSize: config.batchSize as number, sampler: config.sampler as SamplerId },
    adam: { learningRate: config.learningRate as number, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    epochs: config.epochs as number,

    loss: (ops, p, batch) => lossFrom(ops, { ...p, ...smoothed(ops, p) }, batch),
    validationLoss: lossFrom,

    sharedByScores: smoothed,
    scoreBlock: Math.max(1, Math.min(numUsers, Math.floor(BLOCK_FLOATS / numItems))),
    scoreInputs: (users) => ({ users: { shape: [users.length], data: users } }),
    score: (ops, p, { users }) => ops.scoreAll(ops.embed(p.finalUsers, users), p.finalItems),

    itemEmbeddings: (ops, p) => itemsOf(ops, propagated(ops, p.embeddings)),
    userEmbeddings: (ops, p) => usersOf(ops, propagated(ops, p.embeddings)),
  };
};
