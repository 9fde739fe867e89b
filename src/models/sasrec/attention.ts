/**
 * SASRec read for one sequence in plain loops of float64: what every position looks at, and what the model expects after
 * it. The same numbers as `states` in `sasrec.ts` gives on the device, which keeps no probabilities (tested against it and
 * against PyTorch).
 *
 * Only the films are computed: a position of padding is never looked at, so it changes nothing. Positions are
 * right-aligned, as in training: the last film has the last row of the position embeddings.
 *
 * Shapes: n films are read, at most L; D = hiddenUnits; H = numHeads; I = numItems.
 */
import type { HostArrays } from '@/engine/types';
import type { AttentionMaps, SequenceReading, SequenceStage } from '../attention';
import type { Config } from '../types';
import { LAYER_NORM_EPSILON } from './sasrec';

/**
 * @param values a run's parameters, by the names that `buildSASRec` gives
 * @param sequence item indices, oldest first; the newest L of them are read
 */
export function readSequence(values: HostArrays, config: Config, sequence: Int32Array): SequenceReading {
  const dim = config.hiddenUnits as number;
  const numBlocks = config.numBlocks as number;
  const numHeads = config.numHeads as number;
  const maxLength = config.maxSeqLength as number;
  const floats = (name: string) => values[name].data as Float32Array;
  const norm = (name: string, x: Float64Array) => layerNorm(x, floats(`${name}.gain`), floats(`${name}.bias`));
  const dense = (name: string, x: Float64Array) => product(x, floats(`${name}.w`), floats(`${name}.b`));

  const numEarlier = Math.max(0, sequence.length - maxLength);
  const items = sequence.slice(numEarlier);
  const length = items.length;
  const weights = new Float32Array(numBlocks * numHeads * length * length);
  const embedded = floats('items');
  const positions = floats('positions');
  const rows = (table: Float32Array, rowOf: (t: number) => number) =>
    Float64Array.from({ length: length * dim }, (_, at) => table[rowOf(Math.floor(at / dim)) * dim + (at % dim)]);
  const ofItems = rows(embedded, (t) => items[t]);
  const ofPositions = rows(positions, (t) => maxLength - length + t);
  let x = sum(ofItems, ofPositions);
  const stages: SequenceStage[] = [{ state: x, added: [ofItems, ofPositions] }];
  for (let k = 0; k < numBlocks; k++) {
    const seen = norm(`${k}.attention`, x);
    const attended = attend(
      dense(`${k}.query`, seen),
      dense(`${k}.key`, seen),
      dense(`${k}.value`, seen),
      numHeads,
      weights.subarray(k * numHeads * length * length, (k + 1) * numHeads * length * length),
      length,
    );
    const fromAttention = dense(`${k}.output`, attended);
    x = sum(x, fromAttention);
    const inner = dense(`${k}.inner`, norm(`${k}.feedForward`, x)).map((value) => Math.max(0, value));
    const fromFeedForward = dense(`${k}.outer`, inner);
    x = sum(x, fromFeedForward);
    stages.push({ state: x, added: [fromAttention, fromFeedForward] });
  }
  const maps: AttentionMaps = { items, numEarlier, maxLength, numBlocks, numHeads, weights };
  const scoresAt = (stage: number, place: number) => {
    const state = norm('final', stages[stage].state.subarray(place * dim, (place + 1) * dim));
    return Float32Array.from({ length: embedded.length / dim }, (_, item) => {
      let score = 0;
      for (let d = 0; d < dim; d++) score += state[d] * embedded[item * dim + d];
      return score;
    });
  };
  return { maps, stages, scoresAt, scoresAfter: (place) => scoresAt(numBlocks, place) };
}

/**
 * Heads of softmax(Q K^T / sqrt(d_h)) V over the positions j <= t.
 * @param q queries; keys and values alike: [n, D]
 * @param weights [H, n, n] is written: what the query of a row gives to the key of a column
 * @returns [n, D]
 */
function attend(
  q: Float64Array,
  k: Float64Array,
  v: Float64Array,
  numHeads: number,
  weights: Float32Array,
  length: number,
): Float64Array {
  const dim = length === 0 ? 0 : q.length / length;
  const width = dim / numHeads;
  const scale = 1 / Math.sqrt(width);
  const out = new Float64Array(q.length);
  const row = new Float64Array(length);
  for (let h = 0; h < numHeads; h++) {
    for (let t = 0; t < length; t++) {
      const atT = t * dim + h * width;
      let largest = Number.NEGATIVE_INFINITY;
      for (let j = 0; j <= t; j++) {
        let dot = 0;
        for (let d = 0; d < width; d++) dot += q[atT + d] * k[j * dim + h * width + d];
        row[j] = dot * scale;
        largest = Math.max(largest, row[j]);
      }
      let total = 0;
      for (let j = 0; j <= t; j++) {
        row[j] = Math.exp(row[j] - largest);
        total += row[j];
      }
      for (let j = 0; j <= t; j++) {
        const weight = row[j] / total;
        weights[(h * length + t) * length + j] = weight;
        for (let d = 0; d < width; d++) out[atT + d] += weight * v[j * dim + h * width + d];
      }
    }
  }
  return out;
}

/** x [n, D] W [D, D] + b */
function product(x: Float64Array, w: Float32Array, b: Float32Array): Float64Array {
  const outputs = b.length;
  const inputs = w.length / outputs;
  const out = new Float64Array((x.length / inputs) * outputs);
  for (let t = 0; t < x.length / inputs; t++) {
    for (let o = 0; o < outputs; o++) out[t * outputs + o] = b[o];
    for (let i = 0; i < inputs; i++) {
      const value = x[t * inputs + i];
      for (let o = 0; o < outputs; o++) out[t * outputs + o] += value * w[i * outputs + o];
    }
  }
  return out;
}

/** Each row of x [n, D] with mean 0 and variance 1, times gain, plus bias. */
function layerNorm(x: Float64Array, gain: Float32Array, bias: Float32Array): Float64Array {
  const dim = gain.length;
  const out = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += dim) {
    let mean = 0;
    for (let d = 0; d < dim; d++) mean += x[start + d] / dim;
    let variance = 0;
    for (let d = 0; d < dim; d++) variance += (x[start + d] - mean) ** 2 / dim;
    const inverse = 1 / Math.sqrt(variance + LAYER_NORM_EPSILON);
    for (let d = 0; d < dim; d++) out[start + d] = (x[start + d] - mean) * inverse * gain[d] + bias[d];
  }
  return out;
}

function sum(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(a, (value, i) => value + b[i]);
}
