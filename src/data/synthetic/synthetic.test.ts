/**
 * The sample must hold what lessons say it holds. Three plain recommenders look for it: popularity, neighbours of items
 * (cosine of co-occurrence in training) and a first-order Markov chain (what follows what in training).
 */
import { describe, expect, it } from 'vitest';
import { rowOf } from '@/lib/csr';
import { fingerprintOf } from '../fingerprint';
import { prepare } from '../prepare';
import { DEFAULT_PREPARE } from '../types';
import { SAMPLE_SIZE, syntheticSample } from './index';
import { sampleTruth, TRUTH_LIST_LENGTH } from './sampleTruth';

const { table, truth } = syntheticSample();
const dataset = prepare(table, DEFAULT_PREPARE);
const numItems = dataset.items.length;
const users = dataset.userIds.map((_, user) => ({
  history: [...rowOf(dataset.train, user), ...rowOf(dataset.valid, user)],
  future: [...rowOf(dataset.test, user)],
}));

/** Adds to `scores`, [numItems], for a history. */
type Recommender = (history: number[], scores: Float64Array) => void;

const popularity: Recommender = (_, scores) => scores.set(dataset.popularity);

function neighbours(): Recommender {
  const together = new Float64Array(numItems * numItems);
  for (let user = 0; user < users.length; user++) {
    const row = rowOf(dataset.train, user);
    for (const a of row) for (const b of row) if (a !== b) together[a * numItems + b]++;
  }
  const norm = Float64Array.from(dataset.popularity, Math.sqrt);
  const shrink = 3; // films seen by one or two would be everybody's closest neighbours
  return (history, scores) => {
    for (const a of history) {
      for (let b = 0; b < numItems; b++) scores[b] += together[a * numItems + b] / (norm[a] * norm[b] + shrink);
    }
  };
}

function markov(): Recommender {
  const follows = new Float64Array(numItems * numItems);
  for (let user = 0; user < users.length; user++) {
    const row = rowOf(dataset.train, user);
    for (let i = 1; i < row.length; i++) follows[row[i - 1] * numItems + row[i]]++;
  }
  return (history, scores) => {
    const last = history[history.length - 1];
    for (let b = 0; b < numItems; b++) scores[b] = follows[last * numItems + b] + 1e-4 * dataset.popularity[b];
  };
}

function topTen(recommender: Recommender, history: number[]): number[] {
  const scores = new Float64Array(numItems);
  recommender(history, scores);
  for (const item of history) scores[item] = Number.NEGATIVE_INFINITY;
  const order = Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a]);
  return order.slice(0, 10);
}

/** Binary NDCG@10 on the test part, averaged over users. */
function ndcg(recommender: Recommender): number {
  let sum = 0;
  for (const { history, future } of users) {
    const wanted = new Set(future);
    let gain = 0;
    let best = 0;
    topTen(recommender, history).forEach((item, i) => {
      if (wanted.has(item)) gain += 1 / Math.log2(i + 2);
      if (i < future.length) best += 1 / Math.log2(i + 2);
    });
    sum += gain / best;
  }
  return sum / users.length;
}

/** Of the times when somebody goes on with a franchise in test: how often that part is first in the list. */
function successorsFound(recommender: Recommender): { share: number; count: number } {
  let found = 0;
  let count = 0;
  for (const [user, { history, future }] of users.entries()) {
    if (user % 3 > 0) continue;
    const known = history.slice();
    for (const item of future) {
      if (truth.successorOf[known[known.length - 1]] === item) {
        count++;
        if (topTen(recommender, known)[0] === item) found++;
      }
      known.push(item);
    }
  }
  return { share: found / count, count };
}

describe('syntheticSample', { timeout: 30_000 }, () => {
  it('has the size and shape of a small MovieLens', () => {
    expect(table).toMatchObject({ synthetic: true, layout: 'synthetic', fileName: null, numDuplicates: 0 });
    expect(table.userIds).toHaveLength(SAMPLE_SIZE.numUsers);
    expect(table.items.length).toBeGreaterThan(SAMPLE_SIZE.numItems * 0.97);
    expect(table.users.length).toBeGreaterThan(35_000);
    expect(table.users.length).toBeLessThan(45_000);
    expect(dataset.summary.after).toEqual(dataset.summary.before);
    expect(table.ratingHistogram.map(({ rating }) => rating)).toEqual([1, 2, 3, 4, 5]);
    for (const { count } of table.ratingHistogram) expect(count).toBeGreaterThan(table.users.length * 0.01);
  });

  it('is the same every time, and another with another seed', () => {
    const again = syntheticSample().table;
    expect(fingerprintOf(again)).toBe(fingerprintOf(table));
    expect(again.items).toEqual(table.items);
    // pinned, because shared links name it
    expect(dataset.summary.fingerprint).toBe('abdfe3bd');
    const other = syntheticSample({ ...SAMPLE_SIZE, seed: 8 }).table;
    expect(other.users.length).not.toBe(table.users.length);
  });

  it('can be small', () => {
    const small = syntheticSample({ numUsers: 30, numItems: 80, seed: 1 }).table;
    expect(small.userIds).toHaveLength(30);
    expect(small.items.length).toBeGreaterThan(60);
    expect(small.items.length).toBeLessThanOrEqual(80);
    expect(small.users.length).toBeGreaterThan(30 * 15);
  });

  it('numbers items in order of first appearance and gives every film its own title', () => {
    expect(Array.from(new Set(table.itemIndices))).toEqual(Array.from(table.items.keys()));
    expect(new Set(table.items.map((item) => item.title)).size).toBe(table.items.length);
    expect(new Set(table.items.map((item) => item.id)).size).toBe(table.items.length);
    for (const item of table.items) {
      expect(item.genres.length).toBeGreaterThan(0);
      expect(item.year).toBeGreaterThan(1930);
      expect(item.title).not.toMatch(/undefined|\bA [AEIOU]/);
    }
  });

  it('has nobody watching a film twice, before it is out, or two at once', () => {
    const times = table.timestamps ?? new Float64Array();
    const seen = new Set<string>();
    const wrong: number[] = [];
    for (let i = 0; i < table.users.length; i++) {
      seen.add(`${table.users[i]}/${table.itemIndices[i]}`);
      const isOut =
        new Date(times[i] * 1000).getUTCFullYear() >= (table.items[table.itemIndices[i]].year ?? Number.NaN);
      const isLater = i === 0 || table.users[i] !== table.users[i - 1] || times[i] > times[i - 1];
      if (!isOut || !isLater) wrong.push(i);
    }
    expect(wrong).toEqual([]);
    expect(seen.size).toBe(table.users.length);
  });

  it('tells the truth about tastes: people watch mostly what they like, and rate it higher', () => {
    const numGenres = truth.genres.length;
    let liked = 0;
    const stars = { liked: [0, 0], other: [0, 0] };
    for (let i = 0; i < table.users.length; i++) {
      const taste = truth.tastes.subarray(table.users[i] * numGenres, (table.users[i] + 1) * numGenres);
      const interests = table.items[table.itemIndices[i]].genres.map((genre) => taste[truth.genres.indexOf(genre)]);
      const isLiked = Math.max(...interests) > 0.15;
      if (isLiked) liked++;
      const group = isLiked ? stars.liked : stars.other;
      group[0] += table.ratings[i];
      group[1]++;
    }
    expect(liked / table.users.length).toBeGreaterThan(0.75);
    expect(stars.liked[0] / stars.liked[1]).toBeGreaterThan(stars.other[0] / stars.other[1] + 0.3);
    for (let user = 0; user < table.userIds.length; user++) {
      const sum = truth.tastes.subarray(user * numGenres, (user + 1) * numGenres).reduce((a, b) => a + b);
      expect(sum).toBeCloseTo(1, 5);
    }
  });

  it('tells the truth about franchises: parts in order, none without the one before', () => {
    const inOrder = truth.franchises.filter((franchise) => franchise.items.length > 1);
    expect(inOrder.length).toBeGreaterThan(80);
    for (const { name, items } of truth.franchises) {
      items.forEach((item, i) => {
        expect(truth.partOf[item]).toBe(i + 1);
        expect(table.items[item].title).toBe([name, `${name} II`, `${name} III`, `${name} IV`, `${name} V`][i]);
        expect(truth.successorOf[item]).toBe(items[i + 1] ?? -1);
      });
    }
    const before = new Map<number, number>();
    for (const [item, successor] of truth.successorOf.entries()) if (successor >= 0) before.set(successor, item);
    const seen = new Set<string>();
    const outOfOrder: number[] = [];
    for (let i = 0; i < table.users.length; i++) {
      const earlier = before.get(table.itemIndices[i]);
      if (earlier !== undefined && !seen.has(`${table.users[i]}/${earlier}`)) outOfOrder.push(i);
      seen.add(`${table.users[i]}/${table.itemIndices[i]}`);
    }
    expect(outOfOrder).toEqual([]);
  });

  it('has a long tail', () => {
    const counts = Array.from(dataset.popularity).sort((a, b) => b - a);
    const total = counts.reduce((a, b) => a + b);
    const head = counts.slice(0, Math.round(counts.length / 10)).reduce((a, b) => a + b);
    expect(head / total).toBeGreaterThan(0.25);
    expect(head / total).toBeLessThan(0.6);
  });

  it('lets a personal model beat popularity, and only the order tells what comes next in a franchise', () => {
    const [popular, near, chain] = [popularity, neighbours(), markov()];
    const popularNdcg = ndcg(popular);
    expect(popularNdcg).toBeGreaterThan(0.03);
    expect(ndcg(near)).toBeGreaterThan(1.2 * popularNdcg);
    const chained = successorsFound(chain);
    expect(chained.count).toBeGreaterThan(200);
    expect(chained.share).toBeGreaterThan(0.9);
    expect(successorsFound(popular).share).toBeLessThan(0.1);
    expect(successorsFound(near).share).toBeLessThan(0.3);
  });

  it('is ranked best by the probabilities that were planted', () => {
    const told = sampleTruth(dataset);
    const { length } = told.oracle;
    expect(length).toBe(users.length * TRUTH_LIST_LENGTH);
    // the planted lists as a recommender: by the history they are for
    const listOf = new Map(
      users.map(({ history }, user) => [
        history,
        told.oracle.subarray(user * TRUTH_LIST_LENGTH, (user + 1) * TRUTH_LIST_LENGTH),
      ]),
    );
    const oracle: Recommender = (history, scores) => {
      listOf.get(history)?.forEach((item, place) => {
        scores[item] = 10 - place;
      });
    };
    const best = ndcg(oracle);
    for (const other of [popularity, neighbours(), markov()]) expect(best).toBeGreaterThan(1.15 * ndcg(other));
  });
});
