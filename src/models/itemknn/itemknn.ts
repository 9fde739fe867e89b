/**
 * ItemKNN: items are alike when the same users have them (Sarwar et al., WWW 2001; implicit form as in Deshpande and
 * Karypis, TOIS 2004).
 *
 *   sim(i, j) = |Ui and Uj| / (sqrt(|Ui| |Uj|) + shrinkage)        cosine of binary columns
 *   score(u, i) = sum of sim(i, j) over the items j of u that are among the k nearest of i
 *
 * At the k-th place equal similarities go to lower indices.
 */
import { rowListsFromPairs, rowOf, turnRows } from '@/lib/csr';
import { Pace } from '../pace';
import type { FitBaseline } from '../types';
import { whyItemKnn } from './explain';

const BLOCK = 128;

export const fitItemKNN: FitBaseline = async (config, data, _seed, control) => {
  const { numItems, train, popularity } = data;
  const shrinkage = config.shrinkage as number;
  const numNeighbours = Math.min(config.neighbours as number, Math.max(0, numItems - 1));
  const usersOf = turnRows(train, numItems);
  const pace = new Pace(control);

  const common = new Int32Array(numItems);
  const similarities = new Float64Array(numItems);
  const sorted = new Float64Array(numItems);
  // for each target item i, its neighbours j; turned round below, since scores are summed by j
  const targets: number[] = [];
  const sources: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < numItems; i++) {
    common.fill(0);
    for (const user of rowOf(usersOf, i)) for (const j of rowOf(train, user)) common[j]++;
    common[i] = 0;
    let count = 0;
    for (let j = 0; j < numItems; j++) {
      if (common[j] === 0) continue;
      similarities[j] = common[j] / (Math.sqrt(popularity[i] * popularity[j]) + shrinkage);
      sorted[count++] = -similarities[j];
    }
    // a typed array sorts ascending, and fast; negative, so that the nearest come first
    sorted.subarray(0, count).sort();
    const threshold = count > numNeighbours ? -sorted[numNeighbours - 1] : 0;
    let above = 0;
    while (above < count && -sorted[above] > threshold) above++;
    let room = Math.max(0, numNeighbours - above);
    for (let j = 0; j < numItems && numNeighbours > 0; j++) {
      if (common[j] === 0 || similarities[j] < threshold) continue;
      if (similarities[j] === threshold && room-- <= 0) continue;
      targets.push(i);
      sources.push(j);
      values.push(similarities[j]);
    }
    await pace.at((i + 1) / numItems);
  }

  // source j adds weights[k] to the score of neighbourOf.items[k]; pairs keep their order, so targets ascend
  const neighbourOf = rowListsFromPairs(numItems, sources, targets);
  const weights = new Float32Array(values.length);
  const next = neighbourOf.offsets.slice(0, numItems);
  for (let k = 0; k < values.length; k++) weights[next[sources[k]]++] = values[k];

  const add = (scores: Float32Array, start: number, item: number) => {
    for (let k = neighbourOf.offsets[item]; k < neighbourOf.offsets[item + 1]; k++) {
      scores[start + neighbourOf.items[k]] += weights[k];
    }
  };
  return {
    blockSize: BLOCK,
    async score(users, history) {
      const scores = new Float32Array(users.length * numItems);
      users.forEach((user, b) => {
        for (const item of rowOf(history, user)) add(scores, b * numItems, item);
      });
      return scores;
    },
    why: (_user, history, item) => whyItemKnn({ neighbourOf, similarities: weights }, history, item),
  };
};
