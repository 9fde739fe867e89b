/**
 * Keeps what a run would have said at the ends of its epochs, at little cost: a few users are scored, and the item vectors
 * are read back once. Their map is drawn later, while the device trains on (`project`).
 */
import type { PreparedDataset } from '@/data/types';
import type { HostArray } from '@/engine/types';
import { knownOn } from '@/eval/evaluate';
import { Ranker } from '@/eval/ranking';
import { rowOf } from '@/lib/csr';
import { aligned } from '@/lib/linear/procrustes';
import type { Scorer } from '@/lib/scorer';
import { chooseRows } from '@/projection/chooseRows';
import { pca } from '@/projection/pca';
import type { Vectors } from '@/projection/types';
import { thinOut } from './thinOut';
import { type EpochSnapshot, LIST_LENGTH, type RunSnapshots } from './types';
import { spreadUsers, watchedUser } from './watchedUsers';

const NUM_SPREAD = 16;
/** Beside those: whom a person looked at while the run trained. */
const MAX_CHOSEN = 16;
const MAX_POINTS = 2000;
/** Beyond the first seconds, snapshots take at most this share of the time of epochs, or some are left out. */
const MAX_SHARE = 0.05;
const FREE_MS = 3000;

export class SnapshotTaker {
  private readonly chosen: number[] = [];
  private unprojected: { snapshot: EpochSnapshot; vectors: Vectors } | null = null;

  /** @param kept from an earlier life of the run; null begins anew */
  constructor(
    private readonly dataset: PreparedDataset,
    private kept: RunSnapshots | null,
  ) {}

  /** All that is kept, every map drawn; null before the first state. The caller does not change it. */
  get snapshots(): RunSnapshots | null {
    this.project();
    return this.kept;
  }

  has(epoch: number): boolean {
    return this.kept?.epochs.some((snapshot) => snapshot.epoch === epoch) ?? false;
  }

  /** Whether another one keeps within what they may cost. @param epochsMs time of training and evaluation so far */
  isAffordable(epochsMs: number): boolean {
    const spentMs = this.kept?.spentMs ?? 0;
    return spentMs <= FREE_MS || spentMs <= MAX_SHARE * epochsMs;
  }

  /** From the next snapshot on; the first few of those that are named. */
  watch(users: readonly number[]): void {
    for (const user of users) {
      if (this.chosen.length < MAX_CHOSEN && !this.chosen.includes(user)) this.chosen.push(user);
    }
  }

  /**
   * Keeps the state of the moment; replaces one of the same epoch.
   * @param best the best epoch so far, which stays when others are left out
   * @param embeddings item vectors [items, dimensions]; null where the model has none
   * @throws PlaygroundError 'nan-loss' if a score is not a number
   */
  async take(
    epoch: number,
    best: number | null,
    scorer: Scorer,
    embeddings: () => Promise<HostArray | null>,
  ): Promise<void> {
    this.project();
    const started = performance.now();
    // The first one also compiles what evaluation needs in any case: that is no cost of snapshots.
    const isFirst = this.kept === null;
    const kept = this.kept ?? this.begin();
    this.addChosen(kept);
    const snapshot = await this.rank(kept, epoch, scorer);
    const array = await embeddings();
    const before = kept.epochs.filter((other) => other.epoch < epoch);
    const after = kept.epochs.filter((other) => other.epoch > epoch);
    this.kept = {
      ...kept,
      epochs: thinOut([...before, snapshot, ...after], best),
      spentMs: isFirst ? 0 : kept.spentMs + performance.now() - started,
    };
    if (array) this.unprojected = { snapshot, vectors: rowsOf(array, kept.points) };
  }

  /** Draws the map of the newest snapshot, if that is still to do. */
  project(): void {
    const { unprojected, kept } = this;
    if (!unprojected || !kept) return;
    this.unprojected = null;
    const started = performance.now();
    const { snapshot, vectors } = unprojected;
    const before = kept.epochs.findLast(({ epoch, positions }) => epoch < snapshot.epoch && positions !== null);
    const all = Int32Array.from({ length: vectors.rows }, (_, row) => row);
    const { positions, explained } = pca(vectors, all);
    snapshot.positions = before?.positions ? aligned(positions, before.positions) : positions;
    snapshot.explained = explained;
    this.kept = { ...kept, spentMs: kept.spentMs + performance.now() - started };
  }

  private begin(): RunSnapshots {
    const { dataset } = this;
    const users = spreadUsers(dataset, NUM_SPREAD).map((user) => watchedUser(dataset, user, false));
    const { seed } = dataset.summary.settings;
    const points = chooseRows(dataset.items.length, dataset.popularity, seed, MAX_POINTS);
    return { version: 1, users, points, epochs: [], spentMs: 0 };
  }

  private addChosen(kept: RunSnapshots): void {
    const known = new Set(kept.users.map(({ userIndex }) => userIndex));
    let room = MAX_CHOSEN - kept.users.filter(({ chosen }) => chosen).length;
    for (const user of this.chosen) {
      if (known.has(user) || user >= this.dataset.userIds.length || room-- <= 0) continue;
      kept.users = [...kept.users, watchedUser(this.dataset, user, true)];
    }
  }

  /** The order of `eval/evaluate.ts` on validation. */
  private async rank({ users }: RunSnapshots, epoch: number, scorer: Scorer): Promise<EpochSnapshot> {
    const { dataset } = this;
    const numItems = dataset.items.length;
    const known = knownOn('valid', dataset);
    const ranker = new Ranker(numItems, LIST_LENGTH);
    const lists = new Int32Array(users.length * LIST_LENGTH).fill(-1);
    const listScores = new Float32Array(lists.length);
    const ranks: number[] = [];
    for (let start = 0; start < users.length; start += scorer.blockSize) {
      const block = users.slice(start, start + scorer.blockSize);
      const scores = await scorer.score(
        Int32Array.from(block, ({ userIndex }) => userIndex),
        known,
      );
      block.forEach(({ userIndex, heldOut }, b) => {
        const own = scores.subarray(b * numItems, (b + 1) * numItems);
        ranker.turnTo(rowOf(known, userIndex), rowOf(dataset.valid, userIndex));
        const top = ranker.topK(own, LIST_LENGTH);
        lists.set(top, (start + b) * LIST_LENGTH);
        listScores.set(
          Float32Array.from(top, (item) => own[item]),
          (start + b) * LIST_LENGTH,
        );
        for (const item of heldOut) ranks.push(ranker.rankOf(own, item));
      });
    }
    return {
      epoch,
      numUsers: users.length,
      lists,
      scores: listScores,
      ranks: Int32Array.from(ranks),
      positions: null,
      explained: null,
    };
  }
}

/** Some rows of a matrix. */
function rowsOf({ shape, data }: HostArray, rows: Int32Array): Vectors {
  const dimensions = shape[1];
  const values = data as Float32Array;
  const chosen = new Float32Array(rows.length * dimensions);
  rows.forEach((row, at) => {
    chosen.set(values.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  });
  return { rows: rows.length, dimensions, data: chosen };
}
