/** Lists of the best items of many users: made on the device that has the scores, or from scores that are read. */

import type { RowLists } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import { Marks, markWords, RELEVANT } from '@/lib/marks';
import type { DeviceRanking, Scorer, TopLists } from '@/lib/scorer';
import { notANumber, Ranker } from './ranking';

const NOTHING = new Int32Array(0);

/** What is to be ranked for one user; see `Marks.set`. */
export interface ListRequest {
  seen: Int32Array;
  relevant: Int32Array;
  candidates: Int32Array | null;
}

export interface ListBlock extends TopLists {
  users: Int32Array;
  /** [users * k] 1 where the item is relevant */
  hits: Uint8Array;
  /** [users] different relevant items among the candidates */
  numRelevant: Int32Array;
  /** that the scorer took; where it makes lists itself, that is in it */
  elapsedMs: number;
}

export interface ListOptions {
  history: RowLists;
  numItems: number;
  k: number;
  requestOf(user: number): ListRequest;
}

/**
 * Block by block, in the order of `users`. Both ways give the same lists.
 * @throws PlaygroundError 'nan-loss' if a score is not a number, 'shape' if the scorer gives another number of scores
 */
export async function* topLists(
  scorer: Scorer,
  users: Int32Array,
  options: ListOptions,
): AsyncGenerator<ListBlock, void, undefined> {
  const ranking = scorer.openRanking?.(options.history);
  const { blockSize } = ranking ?? scorer;
  const listsOf = ranking ? onDevice(ranking, blockSize, options) : fromScores(scorer, options);
  try {
    for (let start = 0; start < users.length; start += blockSize)
      yield await listsOf(users.slice(start, start + blockSize));
  } finally {
    ranking?.close();
  }
}

/** For recommendations: everything that a user has not seen may be in the list. */
export function unseen(seen: Int32Array): ListRequest {
  return { seen, relevant: NOTHING, candidates: null };
}

type ListsOf = (users: Int32Array) => Promise<ListBlock>;

function onDevice(ranking: DeviceRanking, blockSize: number, { numItems, k, requestOf }: ListOptions): ListsOf {
  const marks = new Marks(numItems, blockSize);
  return async (users) => {
    const numRelevant = Int32Array.from(users, (user, b) => {
      const { seen, relevant, candidates } = requestOf(user);
      return marks.set(b, seen, relevant, candidates);
    });
    const asked = performance.now();
    const words = marks.words.subarray(0, users.length * markWords(numItems));
    const { items, scores } = await ranking.topK(users, words, k);
    const elapsedMs = performance.now() - asked;
    users.forEach((_, b) => {
      if (Number.isNaN(scores[b * k])) throw notANumber(items[b * k]);
    });
    const hits = Uint8Array.from(items, (item, at) =>
      item >= 0 && marks.of(Math.floor(at / k), item) === RELEVANT ? 1 : 0,
    );
    return { users, items, scores, hits, numRelevant, elapsedMs };
  };
}

function fromScores(scorer: Scorer, { history, numItems, k, requestOf }: ListOptions): ListsOf {
  const ranker = new Ranker(numItems, k);
  return async (users) => {
    const asked = performance.now();
    const all = await scorer.score(users, history);
    const elapsedMs = performance.now() - asked;
    if (all.length !== users.length * numItems) {
      throw new PlaygroundError(
        'shape',
        `expected scores of ${users.length} users x ${numItems} items, got ${all.length} numbers`,
      );
    }
    const items = new Int32Array(users.length * k).fill(-1);
    const scores = new Float32Array(users.length * k);
    const hits = new Uint8Array(users.length * k);
    const numRelevant = Int32Array.from(users, (user, b) => {
      const { seen, relevant, candidates } = requestOf(user);
      const count = ranker.turnTo(seen, relevant, candidates);
      const own = all.subarray(b * numItems, (b + 1) * numItems);
      ranker.topK(own, k).forEach((item, place) => {
        items[b * k + place] = item;
        scores[b * k + place] = own[item];
        hits[b * k + place] = ranker.isRelevant(item) ? 1 : 0;
      });
      return count;
    });
    return { users, items, scores, hits, numRelevant, elapsedMs };
  };
}
