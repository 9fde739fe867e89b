/**
 * NeuMF explained: the logit is the GMF's half plus the MLP's half plus a bias,
 *
 *   y = h_gmf . (p_u * q_i)  +  h_mlp . x_L(p'_u, q'_i)  +  b
 *
 * and somebody new gets user vectors by a short fit with everything else frozen (`fitUser`).
 */
import type { HostArrays } from '@/engine/types';
import { randomStream } from '@/lib/random';
import { noSuchInside } from '../inside';
import type { BuildExplainer } from '../types';
import type { HalvesWhy, Part } from '../why';
import { branchesOf } from './inside';
import { addRows, rowProducts } from './rows';

const MOST_NEAREST = 8;
const STEPS = 100;
const LEARNING_RATE = 0.05;
/** Adam's */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;
/** liked films a step looks at; with more they take turns */
const POSITIVES = 5;
const NEGATIVES_EACH = 4;
/** films that negatives are drawn from */
const POOL = 200;
/** equal films, equal fit */
const SEED = 1;

interface Layer {
  /** [inputs * outputs] */
  weights: Float32Array;
  bias: Float32Array;
  inputs: number;
  outputs: number;
}

/** A NeuMF's parameters, as they are needed here. */
export interface NeumfWeights {
  dim: number;
  bias: number;
  /** users [numUsers * dim], items [numItems * dim], h [dim] */
  gmf: { users: Float32Array; items: Float32Array; h: Float32Array } | null;
  /**
   * h is over the last layer; itemHalf [numItems * outputs of the first layer]: q' W of its second half, which no user
   * changes
   */
  mlp: {
    users: Float32Array;
    items: Float32Array;
    layers: Layer[];
    h: Float32Array;
    itemHalf: Float32Array;
  } | null;
}

/** What stands for a user: zeros where there is no such half. */
export interface UserVectors {
  gmf: Float64Array;
  mlp: Float64Array;
}

/** @param values of a run, by the names that `buildNeuMF` gives */
export function neumfWeights(values: HostArrays, dim: number): NeumfWeights {
  const floats = (name: string) => values[name].data as Float32Array;
  const layers: Layer[] = [];
  for (let l = 1; `w${l}` in values; l++) {
    const [inputs, outputs] = values[`w${l}`].shape;
    layers.push({ weights: floats(`w${l}`), bias: floats(`b${l}`), inputs, outputs });
  }
  return {
    dim,
    bias: floats('hBias')[0],
    gmf: 'gmfUser' in values ? { users: floats('gmfUser'), items: floats('gmfItem'), h: floats('hGmf') } : null,
    mlp:
      'mlpUser' in values
        ? {
            users: floats('mlpUser'),
            items: floats('mlpItem'),
            layers,
            h: floats('hMlp'),
            itemHalf: itemHalfOf(floats('mlpItem'), layers[0], dim),
          }
        : null,
  };
}

function itemHalfOf(items: Float32Array, { weights, outputs }: Layer, dim: number): Float32Array {
  const half = new Float32Array((items.length / dim) * outputs);
  for (let item = 0, to = 0; item * dim < items.length; item++, to += outputs) {
    for (let f = 0; f < dim; f++) {
      const value = items[item * dim + f];
      for (let o = 0, w = (dim + f) * outputs; o < outputs; o++, w++) half[to + o] += value * weights[w];
    }
  }
  return half;
}

export function userVectors({ dim, gmf, mlp }: NeumfWeights, user: number): UserVectors {
  const row = (users: Float32Array | undefined) =>
    users ? Float64Array.from(users.subarray(user * dim, (user + 1) * dim)) : new Float64Array(dim);
  return { gmf: row(gmf?.users), mlp: row(mlp?.users) };
}

/** One user's way through the network, with room for the way back. */
class Network {
  /** values after each layer of the MLP */
  private readonly outputs: Float64Array[];
  private readonly slopes: Float64Array[];
  /** the user's half of the first layer, bias included */
  private readonly userHalf: Float64Array;

  constructor(private readonly weights: NeumfWeights) {
    const sizes = weights.mlp?.layers.map((layer) => layer.outputs) ?? [];
    this.outputs = sizes.map((size) => new Float64Array(size));
    this.slopes = sizes.map((size) => new Float64Array(size));
    this.userHalf = new Float64Array(sizes[0] ?? 0);
  }

  /** What does not depend on the item. */
  turnTo(user: UserVectors): void {
    const { mlp } = this.weights;
    if (!mlp) return;
    const [{ weights, bias }] = mlp.layers;
    this.userHalf.set(bias);
    addRows(weights, user.mlp, this.userHalf);
  }

  gmf(user: UserVectors, item: number): number {
    const { dim, gmf } = this.weights;
    let sum = 0;
    if (gmf) for (let f = 0, at = item * dim; f < dim; f++, at++) sum += gmf.h[f] * user.gmf[f] * gmf.items[at];
    return sum;
  }

  /** Of the user last turned to. */
  mlp(item: number): number {
    const { mlp } = this.weights;
    if (!mlp) return 0;
    const [first] = this.outputs;
    const { userHalf } = this;
    for (let o = 0, at = item * first.length; o < first.length; o++, at++) {
      first[o] = Math.max(0, userHalf[o] + mlp.itemHalf[at]);
    }
    for (let l = 1; l < mlp.layers.length; l++) {
      const { weights, bias, outputs } = mlp.layers[l];
      const to = this.outputs[l];
      to.set(bias);
      addRows(weights, this.outputs[l - 1], to);
      for (let o = 0; o < outputs; o++) if (to[o] < 0) to[o] = 0;
    }
    const last = this.outputs[this.outputs.length - 1];
    let sum = 0;
    for (let o = 0; o < last.length; o++) sum += mlp.h[o] * last[o];
    return sum;
  }

  /** After `mlp(item)`: adds slope * d mlp / d userHalf to `target`. */
  addSlope(slope: number, target: Float64Array): void {
    const { mlp } = this.weights;
    if (!mlp) return;
    const last = this.slopes.length - 1;
    for (let o = 0; o < this.slopes[last].length; o++) {
      this.slopes[last][o] = this.outputs[last][o] > 0 ? slope * mlp.h[o] : 0;
    }
    for (let l = last; l > 0; l--) {
      rowProducts(mlp.layers[l].weights, this.outputs[l - 1], this.slopes[l], this.slopes[l - 1]);
    }
    for (let o = 0; o < target.length; o++) target[o] += this.slopes[0][o];
  }
}

/** The two halves and the bias: together the logit. */
export function halves(weights: NeumfWeights, user: UserVectors, item: number) {
  const network = new Network(weights);
  network.turnTo(user);
  return {
    gmf: weights.gmf && network.gmf(user, item),
    mlp: weights.mlp && network.mlp(item),
    bias: weights.bias,
  };
}

/** Logits of all items. */
export function logits(weights: NeumfWeights, user: UserVectors): Float32Array {
  const network = new Network(weights);
  network.turnTo(user);
  const numItems = ((weights.gmf ?? weights.mlp)?.items.length ?? 0) / weights.dim;
  return Float32Array.from(
    { length: numItems },
    (_, item) => network.gmf(user, item) + network.mlp(item) + weights.bias,
  );
}

/**
 * Binary cross-entropy of a user over some items, and its gradient.
 * @param labels 1 liked, 0 not, one an item
 * @returns the mean loss; `gradient` is overwritten
 */
export function userLoss(
  weights: NeumfWeights,
  user: UserVectors,
  items: ArrayLike<number>,
  labels: ArrayLike<number>,
  gradient: UserVectors,
  network = new Network(weights),
): number {
  const { dim, gmf, mlp } = weights;
  network.turnTo(user);
  gradient.gmf.fill(0);
  gradient.mlp.fill(0);
  const slopes = new Float64Array(mlp?.layers[0].outputs ?? 0);
  let loss = 0;
  for (let r = 0; r < items.length; r++) {
    const item = items[r];
    const logit = network.gmf(user, item) + network.mlp(item) + weights.bias;
    loss += Math.max(logit, 0) - logit * labels[r] + Math.log1p(Math.exp(-Math.abs(logit)));
    const slope = (1 / (1 + Math.exp(-logit)) - labels[r]) / items.length;
    if (gmf) {
      for (let f = 0, at = item * dim; f < dim; f++, at++) gradient.gmf[f] += slope * gmf.h[f] * gmf.items[at];
    }
    network.addSlope(slope, slopes);
  }
  if (mlp) {
    const [{ weights: first, outputs }] = mlp.layers;
    for (let f = 0; f < dim; f++) {
      let sum = 0;
      for (let o = 0, w = f * outputs; o < outputs; o++, w++) sum += first[w] * slopes[o];
      gradient.mlp[f] = sum;
    }
  }
  return loss / items.length;
}

/**
 * Vectors for somebody new: they start as the mean of all users and take STEPS steps of Adam on the liked films against
 * sampled ones, all other parameters frozen. Equal films give equal vectors.
 */
export function fitUser(weights: NeumfWeights, liked: Int32Array): UserVectors {
  const { dim } = weights;
  const user = { gmf: meanRow(weights.gmf?.users, dim), mlp: meanRow(weights.mlp?.users, dim) };
  const numItems = ((weights.gmf ?? weights.mlp)?.items.length ?? 0) / dim;
  const random = randomStream(SEED, 'fold-in');
  const own = new Set(liked);
  const pool: number[] = [];
  for (let draw = 0; draw < 4 * POOL && pool.length < POOL; draw++) {
    const item = random.integer(numItems);
    if (!own.has(item)) pool.push(item);
  }
  const network = new Network(weights);
  const gradient = { gmf: new Float64Array(dim), mlp: new Float64Array(dim) };
  const moments = [user.gmf, user.mlp].map(() => ({ first: new Float64Array(dim), second: new Float64Array(dim) }));
  let next = 0;
  for (let step = 1; step <= STEPS; step++) {
    const items: number[] = [];
    const labels: number[] = [];
    for (let k = Math.min(POSITIVES, liked.length); k > 0; k--) {
      items.push(liked[next++ % liked.length]);
      labels.push(1);
      for (let n = 0; n < NEGATIVES_EACH && pool.length > 0; n++) {
        items.push(pool[random.integer(pool.length)]);
        labels.push(0);
      }
    }
    userLoss(weights, user, items, labels, gradient, network);
    const rate = (LEARNING_RATE * Math.sqrt(1 - BETA2 ** step)) / (1 - BETA1 ** step);
    (['gmf', 'mlp'] as const).forEach((half, h) => {
      const { first, second } = moments[h];
      for (let f = 0; f < dim; f++) {
        const slope = gradient[half][f];
        first[f] = BETA1 * first[f] + (1 - BETA1) * slope;
        second[f] = BETA2 * second[f] + (1 - BETA2) * slope * slope;
        user[half][f] -= (rate * first[f]) / (Math.sqrt(second[f]) + EPSILON);
      }
    });
  }
  return user;
}

function meanRow(rows: Float32Array | undefined, dim: number): Float64Array {
  const mean = new Float64Array(dim);
  if (!rows) return mean;
  for (let at = 0; at < rows.length; at++) mean[at % dim] += rows[at];
  const count = rows.length / dim;
  return mean.map((sum) => sum / count);
}

/** Films of the history by the cosine of their embeddings (both halves in a row) with the item's, nearest first. */
export function nearestOf(weights: NeumfWeights, history: Int32Array, item: number): Part[] {
  const { dim } = weights;
  const sides = [weights.gmf, weights.mlp].flatMap((half) => (half ? [half.items] : []));
  const product = (a: number, b: number) => {
    let sum = 0;
    for (const items of sides) for (let f = 0; f < dim; f++) sum += items[a * dim + f] * items[b * dim + f];
    return sum;
  };
  const length = product(item, item);
  return Array.from(history, (film) => ({
    item: film,
    value: product(film, item) / (Math.sqrt(length * product(film, film)) || 1),
  }))
    .filter((part) => part.item !== item)
    .sort((a, b) => b.value - a.value)
    .slice(0, MOST_NEAREST);
}

export const explainNeuMF: BuildExplainer = (config, _data, source) => {
  let weights: Promise<NeumfWeights> | null = null;
  const made = (read: () => Promise<HostArrays>) => {
    weights ??= read().then((values) => neumfWeights(values, config.embeddingDim as number));
    return weights;
  };
  return {
    async why(user, history, item): Promise<HalvesWhy> {
      const own = await made(source.values);
      const vectors = user === null ? fitUser(own, history) : userVectors(own, user);
      const { gmf, mlp, bias } = halves(own, vectors, item);
      const score = (gmf ?? 0) + (mlp ?? 0) + bias;
      return { kind: 'halves', score, gmf, mlp, bias, nearest: nearestOf(own, history, item) };
    },
    async foldIn(items) {
      const own = await made(source.values);
      return logits(own, fitUser(own, items));
    },
    async inside(question) {
      if (question.kind !== 'branches') throw noSuchInside(question);
      return branchesOf(await made(source.snapshot), question.user, question.item);
    },
  };
};
