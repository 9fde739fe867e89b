/** The CPU worker's service: files, data sets and baselines. Testable without a Worker. */
import * as Comlink from 'comlink';
import type { PreparedDataset } from '@/data/types';
import { evaluate } from '@/eval/evaluate';
import { protocolOf } from '@/eval/protocol';
import { compareSeveral, compareUsers } from '@/eval/significance/compareUsers';
import { spread } from '@/eval/significance/spread';
import type { MetricKey, RankingScope, SignificanceOptions, UserMetrics } from '@/eval/types';
import { toErrorData } from '@/lib/errors';
import { BASELINES } from '@/models/registry';
import type { BaselineId, Scorer } from '@/models/types';
import type { RunRequest } from '@/train/types';
import { DataServiceHost } from './dataService';
import { EventPort } from './eventPort';
import { outcome } from './outcome';
import type { CpuService, DatasetSource } from './protocol';
import { RunInspectorHost } from './runInspectorHost';

export class CpuHost extends DataServiceHost implements CpuService {
  private readonly events = new EventPort();
  private readonly inspector = new RunInspectorHost();

  async connectGpu(port: MessagePort): Promise<void> {
    const source: DatasetSource = { prepared: async (key) => this.prepared(key) };
    Comlink.expose(source, port);
  }

  async connectEvents(port: MessagePort): Promise<void> {
    this.events.connect(port);
  }

  async fitBaseline(request: RunRequest): Promise<void> {
    const { runId } = request;
    try {
      this.events.emit({ type: 'status', runId, status: 'running', numParameters: 0, stepsPerEpoch: 0 });
      const dataset = this.prepared(request.datasetKey);
      const started = performance.now();
      const scorer = await fit(request, dataset);
      const elapsedMs = performance.now() - started;
      this.inspector.hold(runId, { dataset, scorer, embeddings: async () => null, version: 'fitted', ended: true });
      this.events.emit({ type: 'status', runId, status: 'evaluating' });
      const protocol = protocolOf(dataset.summary, { candidates: 'full', numUsersSampled: null });
      const valid = await evaluate(scorer, dataset, 'valid', { protocol });
      const test = await evaluate(scorer, dataset, 'test', { protocol });
      this.events.emit({
        type: 'finished',
        runId,
        reason: 'completed',
        bestEpoch: null,
        valid: valid.table,
        test: test.table,
        inferenceMsPerUser: test.scoringMsPerUser,
        elapsedMs,
      });
    } catch (error) {
      this.events.emit({ type: 'failed', runId, error: toErrorData(error) });
    }
  }

  async remove(runId: string): Promise<void> {
    this.inspector.forget(runId);
  }

  recommend(runId: string, users: number[], options: { k: number; excludeSeen: boolean }) {
    return this.inspector.recommend(runId, users, options);
  }

  ranks(runId: string, userIndex: number, items: number[]) {
    return this.inspector.ranks(runId, userIndex, items);
  }

  scoreAll(runId: string, userIndex: number) {
    return this.inspector.scoreAll(runId, userIndex);
  }

  measure(
    runId: string,
    part: 'valid' | 'test',
    scope: RankingScope,
    onProgress?: (usersDone: number, usersTotal: number) => void,
  ) {
    return this.inspector.measure(runId, part, scope, onProgress);
  }

  cancelMeasure(runId: string) {
    return this.inspector.cancelMeasure(runId);
  }

  explainUser(runId: string, userIndex: number, part: 'valid' | 'test', scope: RankingScope) {
    return this.inspector.explainUser(runId, userIndex, part, scope);
  }

  compareUsers(a: UserMetrics, b: UserMetrics, metric: MetricKey, options: SignificanceOptions) {
    return outcome(() => compareUsers(a, b, metric, options));
  }

  compareSeveral(reference: UserMetrics, others: UserMetrics[], metric: MetricKey, options: SignificanceOptions) {
    return outcome(() => compareSeveral(reference, others, metric, options));
  }

  spread(runs: UserMetrics[], metric: MetricKey) {
    return outcome(() => spread(runs, metric));
  }

  embeddings(runId: string, which: 'users' | 'items') {
    return this.inspector.embeddings(runId, which);
  }
}

function fit(request: RunRequest, dataset: PreparedDataset): Promise<Scorer> {
  const data = {
    numUsers: dataset.userIds.length,
    numItems: dataset.items.length,
    train: dataset.train,
    popularity: dataset.popularity,
  };
  return BASELINES[request.model as BaselineId](request.config, data, request.seed);
}
