/** The CPU worker's service: files, data sets and baselines. Testable without a Worker. */
import * as Comlink from 'comlink';
import type { DatasetSummary, PreparedDataset } from '@/data/types';
import { compareSeveral, compareUsers } from '@/eval/significance/compareUsers';
import { spread } from '@/eval/significance/spread';
import type { MetricKey, RankingScope, SignificanceOptions, UserMetrics } from '@/eval/types';
import type { InsideQuestion } from '@/models/inside';
import type { FittedBaseline } from '@/models/types';
import type { Rows } from '@/storage/datasets';
import type { RunCard } from '@/storage/types';
import type { RunRequest } from '@/train/types';
import { BaselineQueue, fitBaseline } from './baselineQueue';
import { DataServiceHost } from './dataService';
import { EventPort } from './eventPort';
import { baselineExplainer } from './explainers';
import { outcome } from './outcome';
import type { CpuService, DatasetSource, SequenceOf } from './protocol';
import type { SavingState } from './protocolStore';
import { RunInspectorHost } from './runInspectorHost';
import { StoreHost } from './storeService';

export class CpuHost extends DataServiceHost implements CpuService {
  private readonly events = new EventPort();
  private readonly inspector = new RunInspectorHost((runId) => this.refit(runId));
  private readonly refits = new Map<string, Promise<FittedBaseline>>();
  /** baselines of an earlier session that nobody has asked about yet */
  private readonly shelf = new Map<string, RunRequest>();
  private readonly storing = new StoreHost({
    useKept: (table, settings, earlier) => this.useKept(table, settings, earlier),
    prepared: (key) => this.prepared(key),
    shelve: (runs) => {
      for (const { id, request } of runs) this.shelf.set(id, request);
    },
  });
  private readonly baselines = new BaselineQueue({
    emit: (event) => this.events.emit(event),
    prepared: (key) => this.prepared(key),
    hold: (runId, dataset, scorer) => this.hold(runId, dataset, scorer),
  });

  async connectGpu(port: MessagePort): Promise<void> {
    const source: DatasetSource = { prepared: async (key) => this.prepared(key), ...this.storing.parameterStore };
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
    this.shelf.delete(runId);
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

  why(runId: string, userIndex: number, itemIndex: number) {
    return this.inspector.why(runId, userIndex, itemIndex);
  }

  inside(runId: string, question: InsideQuestion) {
    return this.inspector.inside(runId, question);
  }

  recommendTo(runId: string, items: number[], k: number) {
    return this.inspector.recommendTo(runId, items, k);
  }

  attention(runId: string, of: SequenceOf) {
    return this.inspector.attention(runId, of);
  }

  expectedAfter(runId: string, of: SequenceOf, place: number, k: number, item: number | null) {
    return this.inspector.expectedAfter(runId, of, place, k, item);
  }

  orderEffect(runId: string, userIndex: number, times: number, seed: number) {
    return this.inspector.orderEffect(runId, userIndex, times, seed);
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

  topKCsv(runId: string, k: number, onProgress: (fraction: number) => void) {
    return this.inspector.topKCsv(runId, k, onProgress);
  }

  cancelTopKCsv(runId: string) {
    return this.inspector.cancelTopKCsv(runId);
  }

  keep(on: boolean) {
    return this.storing.keep(on);
  }

  watchSaving(onChange: (state: SavingState) => void) {
    return this.storing.watchSaving(onChange);
  }

  listSaved() {
    return this.storing.listSaved();
  }

  openSaved(datasetId: string) {
    return this.storing.openSaved(datasetId);
  }

  saveRun(run: RunCard) {
    return this.storing.saveRun(run);
  }

  deleteSavedRun(runId: string) {
    return this.storing.deleteSavedRun(runId);
  }

  deleteSavedDataset(datasetId: string) {
    return this.storing.deleteSavedDataset(datasetId);
  }

  deleteEverything() {
    return this.storing.deleteEverything();
  }

  loadModel(file: Blob, fileName: string, datasetKey: string) {
    return this.storing.loadModel(file, fileName, datasetKey);
  }

  preparedCsv(datasetKey: string, onProgress: (fraction: number) => void) {
    return this.storing.preparedCsv(datasetKey, onProgress);
  }

  cancelPreparedCsv() {
    return this.storing.cancelPreparedCsv();
  }

  protected override inUse(summary: DatasetSummary, rows: Rows): void {
    this.storing.store.datasetInUse(summary, rows);
  }

  private hold(runId: string, dataset: PreparedDataset, fitted: FittedBaseline): void {
    this.inspector.hold(runId, {
      dataset,
      scorer: fitted,
      embeddings: async (which) => fitted.embeddings?.[which] ?? null,
      explainer: baselineExplainer(fitted),
      version: 'fitted',
      ended: true,
    });
  }

  /** Equal data, configuration and seed give an equal fit. */
  private async refit(runId: string): Promise<void> {
    const request = this.shelf.get(runId);
    if (!request) return;
    const dataset = this.prepared(request.datasetKey);
    const fitting = this.refits.get(runId) ?? fitBaseline(request, dataset);
    this.refits.set(runId, fitting);
    try {
      this.hold(runId, dataset, await fitting);
      this.shelf.delete(runId);
    } finally {
      this.refits.delete(runId);
    }
  }
}
