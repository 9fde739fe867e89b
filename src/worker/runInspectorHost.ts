/** Answers questions about the runs that a worker holds: lists, ranks, scores, embeddings, metrics. */
import { proxyMarker } from 'comlink';
import type { PreparedDataset } from '@/data/types';
import type { HostArray } from '@/engine/types';
import type { EvaluationResult } from '@/eval/evaluate';
import { explainUser } from '@/eval/explainUser';
import { itemErrors } from '@/eval/itemErrors';
import { measure, withSlices } from '@/eval/measure';
import { orderEffect } from '@/eval/orderEffect';
import { rankOf, topK } from '@/eval/ranking';
import { topLists, unseen } from '@/eval/topLists';
import type { Measured, RankingScope } from '@/eval/types';
import { concatRows, type RowLists, rowOf } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import type { SequenceReading } from '@/models/attention';
import { type InsideQuestion, noSuchInside, usersIn } from '@/models/inside';
import type { Explainer, Scorer } from '@/models/types';
import type { StepQuestion, StepTrial } from '@/train/oneStep/types';
import { topKCsv } from './exportCsv';
import { outcome } from './outcome';
import type { Expected, Explanation, Inside, Inspector, MadeUpList, Recommendation, SequenceOf } from './protocol';

/** A run that can be asked: trained, training or fitted. */
export interface InspectableRun {
  dataset: PreparedDataset;
  /** read at each question: a running model answers with its parameters of the moment */
  scorer: Scorer;
  embeddings(which: 'users' | 'items'): Promise<HostArray | null>;
  /** with the parameters of the moment, too */
  explainer: Explainer;
  /** only of neural runs: what a training step would do, on a copy */
  tryStep?(question: StepQuestion): Promise<StepTrial>;
  /** changes whenever scores may have; what was measured under another is worth nothing */
  version: string;
  /** its parameters are final: only then test may be measured */
  ended: boolean;
}

/** A measure that is under way or done; several may wait for it. */
interface Measuring {
  result: Promise<Measured>;
  version: string;
  cancelled: boolean;
  listeners: Set<(usersDone: number, usersTotal: number) => void>;
}

const NOTHING: Int32Array = new Int32Array(0);

export class RunInspectorHost implements Inspector {
  readonly [proxyMarker] = true as const;
  private readonly runs = new Map<string, InspectableRun>();
  private readonly measured = new Map<string, Map<string, Measuring>>();
  private readonly exporting = new Map<string, { cancelled: boolean }>();
  private readonly knownOf = new WeakMap<PreparedDataset, RowLists>();

  /**
   * @param load is asked for a run that is not held: of an earlier session, or not back yet after a change of device. It
   *   holds it, or leaves it
   */
  constructor(private readonly load: (runId: string) => Promise<void> = async () => {}) {}

  hold(runId: string, run: InspectableRun): void {
    this.runs.set(runId, run);
  }

  forget(runId: string): void {
    void this.cancelMeasure(runId);
    this.measured.delete(runId);
    this.runs.delete(runId);
  }

  /** What has been measured elsewhere: whoever asks `measure` for it need not wait. Nothing if the run is not held. */
  remember(runId: string, scope: RankingScope, evaluation: EvaluationResult): void {
    const run = this.runs.get(runId);
    if (!run) return;
    const result = Promise.resolve(withSlices(run.dataset, evaluation));
    const measured = { result, version: run.version, cancelled: false, listeners: new Set<never>() };
    this.measuredOf(runId).set(keyOf(evaluation.table.part, scope), measured);
  }

  recommend(runId: string, users: number[], options: { k: number; excludeSeen: boolean }) {
    return outcome(async () => {
      const run = await this.run(runId);
      const { dataset, scorer } = run;
      const known = this.knownTo(run);
      const { k, excludeSeen } = options;
      const requestOf = (user: number) => unseen(excludeSeen ? rowOf(known, user) : NOTHING);
      const asked = { history: known, numItems: dataset.items.length, k, requestOf };
      const lists: Recommendation[][] = [];
      for await (const { items, scores } of topLists(scorer, Int32Array.from(users), asked)) {
        for (let start = 0; start < items.length; start += k) {
          const list = Array.from(items.subarray(start, start + k), (itemIndex, place) => ({
            itemIndex,
            score: scores[start + place],
          }));
          lists.push(list.filter(({ itemIndex }) => itemIndex >= 0));
        }
      }
      return lists;
    });
  }

  ranks(runId: string, userIndex: number, items: number[]) {
    return outcome(async () => {
      const run = await this.run(runId);
      const inTest = rowOf(run.dataset.test, userIndex);
      if (items.some((item) => inTest.includes(item))) requireEnded(run, runId, 'test');
      const scores = await this.scores(runId, userIndex);
      const seen = rowOf(this.knownTo(run), userIndex);
      const relevant = heldOutOf(run, userIndex);
      return items.map((item) => rankOf(scores, item, seen, relevant));
    });
  }

  scoreAll(runId: string, userIndex: number) {
    return outcome(() => this.scores(runId, userIndex));
  }

  embeddings(runId: string, which: 'users' | 'items') {
    return outcome(async () => {
      const array = await (await this.run(runId)).embeddings(which);
      if (!array) return null;
      return { rows: array.shape[0], dimensions: array.shape[1], data: array.data as Float32Array };
    });
  }

  measure(
    runId: string,
    part: 'valid' | 'test',
    scope: RankingScope,
    onProgress?: (usersDone: number, usersTotal: number) => void,
  ) {
    return outcome(async () => {
      const run = await this.run(runId);
      requireEnded(run, runId, part);
      const ofRun = this.measuredOf(runId);
      const key = keyOf(part, scope);
      let measuring = ofRun.get(key);
      if (measuring?.version !== run.version) {
        measuring = this.beginMeasure(run, part, scope);
        ofRun.set(key, measuring);
        const begun = measuring;
        // What failed or was cancelled must not be remembered.
        begun.result.catch(() => {
          if (ofRun.get(key) === begun) ofRun.delete(key);
        });
      }
      if (onProgress) measuring.listeners.add(onProgress);
      return measuring.result;
    });
  }

  async cancelMeasure(runId: string): Promise<void> {
    for (const measuring of this.measured.get(runId)?.values() ?? []) measuring.cancelled = true;
  }

  itemErrors(runId: string) {
    return outcome(async () => {
      const run = await this.run(runId);
      requireEnded(run, runId, 'test');
      return itemErrors(run.scorer, run.dataset);
    });
  }

  explainUser(runId: string, userIndex: number, part: 'valid' | 'test', scope: RankingScope) {
    return outcome(async () => {
      const run = await this.run(runId);
      requireEnded(run, runId, part);
      return explainUser(run.scorer, run.dataset, userIndex, part, scope);
    });
  }

  why(runId: string, userIndex: number, itemIndex: number) {
    return outcome(async (): Promise<Explanation> => {
      const run = await this.run(runId);
      const { dataset, scorer, explainer } = run;
      const known = this.knownTo(run);
      const scores = await scorer.score(Int32Array.of(userIndex), known);
      const seen = rowOf(known, userIndex);
      const why = await explainer.why(userIndex, seen, itemIndex);
      const onPaths = why.kind === 'layers' ? why.paths.map(({ user }) => user) : [];
      return {
        userIndex,
        itemIndex,
        score: scores[itemIndex],
        rank: rankOf(scores, itemIndex, seen, heldOutOf(run, userIndex)),
        numUnseen: dataset.items.length - new Set(seen).size,
        why,
        userIds: idsOf(dataset, onPaths),
      };
    });
  }

  whyTo(runId: string, items: number[], itemIndex: number) {
    return outcome(async (): Promise<Explanation> => {
      const { dataset, explainer } = await this.run(runId);
      const history = Int32Array.from(items);
      const [why, scores] = await Promise.all([explainer.why(null, history, itemIndex), explainer.foldIn(history)]);
      return {
        userIndex: null,
        itemIndex,
        score: scores[itemIndex],
        rank: rankOf(scores, itemIndex, history, NOTHING),
        numUnseen: dataset.items.length - new Set(items).size,
        why,
        userIds: {},
      };
    });
  }

  inside(runId: string, question: InsideQuestion) {
    return outcome(async (): Promise<Inside> => {
      const { dataset, explainer } = await this.run(runId);
      const answer = await explainer.inside?.(question);
      if (!answer) throw noSuchInside(question);
      return { answer, userIds: idsOf(dataset, usersIn(answer)) };
    });
  }

  tryStep(runId: string, question: StepQuestion) {
    return outcome(async () => {
      const trial = await (await this.run(runId)).tryStep?.(question);
      if (!trial) throw new PlaygroundError('invalid-config', `run "${runId}" does not learn in steps`, { runId });
      return trial;
    });
  }

  recommendTo(runId: string, items: number[], k: number) {
    return outcome(async (): Promise<MadeUpList> => {
      const { explainer } = await this.run(runId);
      const history = Int32Array.from(items);
      const asked = performance.now();
      const scores = await explainer.foldIn(history);
      const elapsedMs = performance.now() - asked;
      const best = topK(scores, k, history, NOTHING);
      return { list: Array.from(best, (itemIndex) => ({ itemIndex, score: scores[itemIndex] })), elapsedMs };
    });
  }

  attention(runId: string, of: SequenceOf) {
    return outcome(async () => (await this.read(runId, of)).reading.maps);
  }

  expectedAfter(runId: string, of: SequenceOf, place: number, k: number, item: number | null) {
    return outcome(async (): Promise<Expected> => {
      const { reading, sequence } = await this.read(runId, of);
      const scores = reading.scoresAfter(place);
      const seen = sequence.subarray(0, reading.maps.numEarlier + place + 1);
      const best = topK(scores, k, seen, NOTHING);
      return {
        list: Array.from(best, (itemIndex) => ({ itemIndex, score: scores[itemIndex] })),
        asked:
          item === null
            ? null
            : { itemIndex: item, score: scores[item], rank: rankOf(scores, item, seen, Int32Array.of(item)) },
      };
    });
  }

  orderEffect(runId: string, userIndex: number, times: number, seed: number) {
    return outcome(async () => {
      const run = await this.run(runId);
      requireEnded(run, runId, 'test');
      const { reading } = await this.read(runId, { user: userIndex });
      const { length } = reading.maps.items;
      return orderEffect(run.scorer, run.dataset, userIndex, { length, times, seed });
    });
  }

  topKCsv(runId: string, k: number, onProgress?: (fraction: number) => void) {
    return outcome(async () => {
      const { dataset, scorer } = await this.run(runId);
      const exporting = { cancelled: false };
      this.exporting.set(runId, exporting);
      return topKCsv(scorer, dataset, this.known(dataset), k, { onProgress, shouldStop: () => exporting.cancelled });
    });
  }

  async cancelTopKCsv(runId: string): Promise<void> {
    const exporting = this.exporting.get(runId);
    if (exporting) exporting.cancelled = true;
  }

  private measuredOf(runId: string): Map<string, Measuring> {
    const ofRun = this.measured.get(runId) ?? new Map<string, Measuring>();
    this.measured.set(runId, ofRun);
    return ofRun;
  }

  private beginMeasure(run: InspectableRun, part: 'valid' | 'test', scope: RankingScope): Measuring {
    const { version } = run;
    const listeners: Measuring['listeners'] = new Set();
    const measuring = { version, cancelled: false, listeners };
    const result = measure(run.scorer, run.dataset, part, scope, {
      onProgress: (done, total) => {
        for (const listener of listeners) listener(done, total);
      },
      // A run that trains on meanwhile would be measured with parameters of several moments.
      shouldStop: () => measuring.cancelled || run.version !== version,
    })
      .catch((error: unknown) => {
        if (measuring.cancelled) throw new PlaygroundError('cancelled', 'measuring was cancelled');
        throw error;
      })
      .finally(() => listeners.clear());
    return Object.assign(measuring, { result });
  }

  private async read(runId: string, of: SequenceOf): Promise<{ reading: SequenceReading; sequence: Int32Array }> {
    const { dataset, explainer } = await this.run(runId);
    if (!explainer.read) {
      throw new PlaygroundError('invalid-config', `run "${runId}" is of a model without attention`, { runId });
    }
    const sequence = 'user' in of ? rowOf(this.known(dataset), of.user) : Int32Array.from(of.items);
    return { reading: await explainer.read(sequence), sequence };
  }

  private async scores(runId: string, userIndex: number): Promise<Float32Array> {
    const run = await this.run(runId);
    return run.scorer.score(Int32Array.of(userIndex), this.knownTo(run));
  }

  /** What is known of each user when a run recommends; until it has ended, what it is validated with: train alone. */
  private knownTo({ dataset, ended }: InspectableRun): RowLists {
    return ended ? this.known(dataset) : dataset.train;
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

  private async run(runId: string): Promise<InspectableRun> {
    if (!this.runs.has(runId)) await this.load(runId);
    const run = this.runs.get(runId);
    if (!run) throw new PlaygroundError('unknown', `no run "${runId}" is held here`, { runId });
    return run;
  }
}

function keyOf(part: 'valid' | 'test', { candidates, numUsersSampled }: RankingScope): string {
  return `${part} ${JSON.stringify([candidates, numUsersSampled])}`;
}

/** Test is read when everything about a run has been chosen. */
/** What a run's lists are held against: validation, and test once it has ended. */
function heldOutOf({ dataset, ended }: InspectableRun, userIndex: number): Int32Array {
  return rowOf(ended ? dataset.test : dataset.valid, userIndex);
}

function requireEnded(run: InspectableRun, runId: string, part: 'valid' | 'test'): void {
  if (part === 'test' && !run.ended) {
    throw new PlaygroundError('invalid-config', `run "${runId}" has not ended, so that test may not be read yet`, {
      runId,
    });
  }
}

function idsOf({ userIds }: PreparedDataset, users: number[]): Record<number, string> {
  return Object.fromEntries(users.map((user) => [user, userIds[user]]));
}
