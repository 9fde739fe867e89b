/** Answers questions about the runs that a worker holds: lists, ranks, scores, embeddings. */
import type { PreparedDataset } from '@/data/types';
import type { HostArray } from '@/engine/types';
import { rankOf, topK } from '@/eval/ranking';
import { concatRows, type RowLists, rowOf } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import type { Scorer } from '@/models/types';
import { outcome } from './outcome';
import type { Recommendation, RunInspector } from './protocol';

/** A run that can be asked: trained, training or fitted. */
export interface InspectableRun {
  dataset: PreparedDataset;
  /** read at each question: a running model answers with its parameters of the moment */
  scorer: Scorer;
  embeddings(which: 'users' | 'items'): Promise<HostArray | null>;
}

const NOTHING: Int32Array = new Int32Array(0);

export class RunInspectorHost implements Omit<RunInspector, 'remove'> {
  private readonly runs = new Map<string, InspectableRun>();
  private readonly knownOf = new WeakMap<PreparedDataset, RowLists>();

  hold(runId: string, run: InspectableRun): void {
    this.runs.set(runId, run);
  }

  forget(runId: string): void {
    this.runs.delete(runId);
  }

  recommend(runId: string, users: number[], options: { k: number; excludeSeen: boolean }) {
    return outcome(async () => {
      const { dataset, scorer } = this.run(runId);
      const known = this.known(dataset);
      const numItems = dataset.items.length;
      const lists: Recommendation[][] = [];
      for (let start = 0; start < users.length; start += scorer.blockSize) {
        const block = Int32Array.from(users.slice(start, start + scorer.blockSize));
        const scores = await scorer.score(block, known);
        block.forEach((user, b) => {
          const row = scores.subarray(b * numItems, (b + 1) * numItems);
          const best = topK(row, options.k, options.excludeSeen ? rowOf(known, user) : NOTHING, NOTHING);
          lists.push(Array.from(best, (itemIndex) => ({ itemIndex, score: row[itemIndex] })));
        });
      }
      return lists;
    });
  }

  ranks(runId: string, userIndex: number, items: number[]) {
    return outcome(async () => {
      const { dataset } = this.run(runId);
      const scores = await this.scores(runId, userIndex);
      const seen = rowOf(this.known(dataset), userIndex);
      return items.map((item) => rankOf(scores, item, seen, rowOf(dataset.test, userIndex)));
    });
  }

  scoreAll(runId: string, userIndex: number) {
    return outcome(() => this.scores(runId, userIndex));
  }

  embeddings(runId: string, which: 'users' | 'items') {
    return outcome(async () => {
      const array = await this.run(runId).embeddings(which);
      if (!array) return null;
      return { rows: array.shape[0], dimensions: array.shape[1], data: array.data as Float32Array };
    });
  }

  private async scores(runId: string, userIndex: number): Promise<Float32Array> {
    const { dataset, scorer } = this.run(runId);
    return scorer.score(Int32Array.of(userIndex), this.known(dataset));
  }

  /** What is known of each user when recommending: train and validation, in time order. */
  private known(dataset: PreparedDataset): RowLists {
    let known = this.knownOf.get(dataset);
    if (!known) {
      known = concatRows(dataset.train, dataset.valid);
      this.knownOf.set(dataset, known);
    }
    return known;
  }

  private run(runId: string): InspectableRun {
    const run = this.runs.get(runId);
    if (!run) throw new PlaygroundError('unknown', `no run "${runId}" is held here`, { runId });
    return run;
  }
}
