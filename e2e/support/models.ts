/**
 * What the project's own plain functions make of a model that the page saved as a file: scores, lists, ranks, vectors and
 * neighbours, on data that are read and prepared here again.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { fingerprintOf } from '../../src/data/fingerprint';
import { prepare } from '../../src/data/prepare';
import { syntheticSample } from '../../src/data/synthetic';
import { readKnown } from '../../src/data/testSupport';
import type { InteractionTable, PreparedDataset } from '../../src/data/types';
import { rowOf } from '../../src/lib/csr';
import type { LayeredGraph } from '../../src/models/lightgcn/inside';
import { finalOf, propagate } from '../../src/models/lightgcn/layers';
import { layerWeights, normalisedAdjacency } from '../../src/models/lightgcn/lightgcn';
import { logits, neumfWeights, userVectors } from '../../src/models/neumf/explain';
import { readSequence } from '../../src/models/sasrec/attention';
import { trainingData } from '../../src/models/trainingData';
import type { Vectors } from '../../src/projection/types';
import { type ModelFile, readModelFile } from '../../src/storage/modelFile';
import { goTo, MOVIELENS_DIR, runRow, saveModel } from './playground';

export interface Saved {
  file: ModelFile;
  data: PreparedDataset;
}

/** The newest run of a model, which has ended. */
export async function savedModel(page: Page, model: string, folder: string): Promise<Saved> {
  await goTo(page, 'train');
  const bytes = await readFile(await saveModel(page, runRow(page, model), folder));
  const file = readModelFile(Uint8Array.from(bytes).buffer);
  return { file, data: await dataOf(file) };
}

const prepared = new Map<string, Promise<PreparedDataset>>();

/** The data that a model was trained on: those of its fingerprint, prepared as its file says. */
function dataOf({ data: { name, fingerprint, settings } }: ModelFile): Promise<PreparedDataset> {
  const key = JSON.stringify([fingerprint, settings]);
  const known = prepared.get(key);
  if (known) return known;
  const made = (async () => {
    const table = name === 'MovieLens 100K' ? await movieLens() : syntheticSample().table;
    expect(fingerprintOf(table)).toBe(fingerprint);
    return prepare(table, settings);
  })();
  prepared.set(key, made);
  return made;
}

async function movieLens(): Promise<InteractionTable> {
  const name = 'ml-100k.zip';
  const blob = new Blob([await readFile(path.join(MOVIELENS_DIR as string, name))]);
  return (await readKnown({ name, files: [{ path: name, blob }] })).table;
}

/** What models know of a user when they recommend, oldest first. */
export function knownTo({ data }: Saved, user: number): Int32Array {
  return Int32Array.from([...rowOf(data.train, user), ...rowOf(data.valid, user)]);
}

export function userOf({ data }: Saved, userId: string): number {
  const user = data.userIds.indexOf(userId);
  expect(user, `user ${userId}`).toBeGreaterThanOrEqual(0);
  return user;
}

/** LightGCN's graph with the layers of the file. */
export function layeredGraph({ file: { config, values }, data }: Saved): LayeredGraph {
  const adjacency = normalisedAdjacency(trainingData(data));
  const alpha = layerWeights(config.numLayers as number, config.layerWeights as number[]);
  const first = values.embeddings.data as Float32Array;
  const layers = propagate(adjacency, first, config.embeddingDim as number, [...alpha]);
  return { adjacency, layers, final: finalOf(layers), numUsers: data.userIds.length };
}

/** The scores of all films for a user of the data. */
export function scoresOf(saved: Saved, user: number): ArrayLike<number> {
  const { config, model, values } = saved.file;
  switch (model) {
    case 'neumf': {
      const weights = neumfWeights(values, config.embeddingDim as number);
      return logits(weights, userVectors(weights, user));
    }
    case 'lightgcn': {
      const vectors = itemVectors(saved);
      const own = rowAt({ ...vectors, data: layeredGraph(saved).final }, user);
      return Array.from({ length: vectors.rows }, (_, item) => dot(own, rowAt(vectors, item)));
    }
    case 'sasrec': {
      const known = knownTo(saved, user);
      return afterSequence(saved, known);
    }
    default:
      throw new Error(`nothing is known of ${model}`);
  }
}

/** SASRec's scores of all films after a sequence. */
export function afterSequence({ file: { config, values } }: Saved, items: ArrayLike<number>): Float32Array {
  const { maps, scoresAfter } = readSequence(values, config, Int32Array.from(items));
  return scoresAfter(maps.items.length - 1);
}

/** What the item map draws. */
export function itemVectors(saved: Saved): Vectors {
  const { config, model, values } = saved.file;
  const rows = saved.data.items.length;
  if (model === 'sasrec') return { rows, dimensions: config.hiddenUnits as number, data: floats(saved, 'items') };
  if (model === 'neumf') {
    // GMF's and the MLP's in a row
    const dim = config.embeddingDim as number;
    const halves = ['gmfItem', 'mlpItem'].filter((name) => name in values).map((name) => floats(saved, name));
    const data = Array.from({ length: rows }, (_, item) =>
      halves.flatMap((half) => Array.from(half.subarray(item * dim, (item + 1) * dim))),
    );
    return { rows, dimensions: halves.length * dim, data: Float32Array.from(data.flat()) };
  }
  const { final, layers, numUsers } = layeredGraph(saved);
  return { rows, dimensions: layers.dim, data: final.subarray(numUsers * layers.dim) };
}

const floats = ({ file }: Saved, name: string) => file.values[name].data as Float32Array;

export function rowAt({ dimensions, data }: Vectors, row: number): number[] {
  return Array.from({ length: dimensions }, (_, k) => data[row * dimensions + k]);
}

export const dot = (a: number[], b: number[]) => a.reduce((sum, value, k) => sum + value * b[k], 0);

/** All other rows by their cosine with one, nearest first. */
export function byCosine(vectors: Vectors, row: number): { row: number; similarity: number }[] {
  const own = rowAt(vectors, row);
  return Array.from({ length: vectors.rows }, (_, other) => {
    const its = rowAt(vectors, other);
    const lengths = Math.sqrt(dot(own, own) * dot(its, its));
    // a film that nobody saw in training may have a vector of zeros
    return { row: other, similarity: lengths === 0 ? 0 : dot(own, its) / lengths };
  })
    .filter((each) => each.row !== row)
    .sort((a, b) => b.similarity - a.similarity);
}

/** The device sums in float32, in an order of its own: scores that differ by less than this are equal. */
function slack(scores: ArrayLike<number>): number {
  return 1e-5 * Math.max(1, ...Array.from(scores, Math.abs));
}

/** A list holds the best films, best first. @param without films that may not be in it */
export function expectBest(listed: number[], scores: ArrayLike<number>, without: ArrayLike<number>): void {
  const seen = new Set(Array.from(without));
  const best = Array.from(scores, (_, item) => item)
    .filter((item) => !seen.has(item))
    .sort((a, b) => scores[b] - scores[a] || a - b);
  expect(new Set(listed).size).toBe(listed.length);
  for (const [place, item] of listed.entries()) {
    expect(seen.has(item), `film ${item} may be recommended`).toBe(false);
    const difference = Math.abs(scores[item] - scores[best[place]]);
    expect(difference, `place ${place + 1}: film ${item} beside ${best[place]}`).toBeLessThanOrEqual(slack(scores));
  }
}

/** The place of a held-out film among all films that are not known. */
export function expectRank(rank: number, item: number, scores: ArrayLike<number>, known: ArrayLike<number>): void {
  const seen = new Set(Array.from(known));
  const others = Array.from(scores, (_, other) => other).filter((other) => other !== item && !seen.has(other));
  const above = (limit: number) => others.filter((other) => scores[other] > limit).length;
  expect(rank, `rank of film ${item}`).toBeGreaterThan(above(scores[item] + slack(scores)));
  expect(rank, `rank of film ${item}`).toBeLessThanOrEqual(above(scores[item] - slack(scores)) + 1);
}
