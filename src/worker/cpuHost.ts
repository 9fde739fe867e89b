/** The CPU worker's service: files, data sets and baselines. Testable without a Worker. */
import * as Comlink from 'comlink';
import { compareSeveral, compareUsers } from '@/eval/significance/compareUsers';
import { spread } from '@/eval/significance/spread';
import type { MetricKey, RankingScope, SignificanceOptions, UserMetrics } from '@/eval/types';
import type { RunRequest } from '@/train/types';
import { BaselineQueue } from './baselineQueue';
import { DataServiceHost } from './dataService';
import { EventPort } from './eventPort';
import { outcome } from './outcome';
import type { CpuService, DatasetSource } from './protocol';
import { RunInspectorHost } from './runInspectorHost';

export class CpuHost extends DataServiceHost implements CpuService {
  private readonly events = new EventPort();
  private readonly inspector = new RunInspectorHost();
  private readonly baselines = new BaselineQueue({
    emit: (event) => this.events.emit(event),
    prepared: (key) => this.prepared(key),
    hold: (runId, dataset, scorer) =>
      this.inspector.hold(runId, {
        dataset,
        scorer,
        embeddings: async (which) => scorer.embeddings?.[which] ?? null,
        version: 'fitted',
        ended: true,
      }),
  });

  async connectGpu(port: MessagePort): Promise<void> {
    const source: DatasetSource = { prepared: async (key) => this.prepared(key) };
    Comlink.expose(source, port);
  }

  async connectEvents(port: MessagePort): Promise<void> {
    this.events.connect(port);
  }

  fitBaseline(request: RunRequest): Promise<void> {
    return this.baselines.fit(request);
  }

  async stop(runId: string): Promise<void> {
    this.baselines.stop(runId);
  }

  async remove(runId: string): Promise<void> {
    this.baselines.stop(runId);
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
