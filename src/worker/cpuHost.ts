/** The CPU worker's service: files, data sets and baselines. Testable without a Worker. */
import * as Comlink from 'comlink';
import type { DatasetSummary, PreparedDataset } from '@/data/types';
import { FULL_RANKING } from '@/eval/protocol';
import { compareSeveral, compareUsers } from '@/eval/significance/compareUsers';
import { spread } from '@/eval/significance/spread';
import type { MetricKey, SignificanceOptions, UserMetrics } from '@/eval/types';
import type { FittedBaseline } from '@/models/types';
import type { Rows } from '@/storage/datasets';
import type { RunCard } from '@/storage/types';
import type { RunRequest } from '@/train/types';
import { BaselineQueue, fitBaseline } from './baselineQueue';
import { DataServiceHost } from './dataService';
import { EventPort } from './eventPort';
import { baselineExplainer } from './explainers';
import { outcome } from './outcome';
import type { CpuService, DatasetSource, ImportProgress } from './protocol';
import type { MayTake } from './protocolImport';
import type { SavingState } from './protocolStore';
import { RunInspectorHost } from './runInspectorHost';
import { StoreHost } from './storeService';

export class CpuHost extends DataServiceHost implements CpuService {
  private readonly events = new EventPort();
  readonly inspector = new RunInspectorHost((runId) => this.refit(runId));
  private readonly refits = new Map<string, Promise<FittedBaseline>>();
  /** baselines of an earlier session that nobody has asked about yet */
  private readonly shelf = new Map<string, RunRequest>();
  private readonly storing = new StoreHost({
    importing: (onProgress, mayTake, read) => this.importing(onProgress, mayTake, read),
    useKept: (table, settings, earlier, task) => this.useKept(table, settings, earlier, task),
    prepared: (key) => this.prepared(key),
    shelve: (runs) => {
      for (const { id, request } of runs) this.shelf.set(id, request);
    },
  });
  private readonly baselines = new BaselineQueue({
    emit: (event) => this.events.emit(event),
    prepared: (key) => this.prepared(key),
    evaluated: (runId, evaluation) => this.inspector.remember(runId, FULL_RANKING, evaluation),
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

  compareUsers(a: UserMetrics, b: UserMetrics, metric: MetricKey, options: SignificanceOptions) {
    return outcome(() => compareUsers(a, b, metric, options));
  }

  compareSeveral(reference: UserMetrics, others: UserMetrics[], metric: MetricKey, options: SignificanceOptions) {
    return outcome(() => compareSeveral(reference, others, metric, options));
  }

  spread(runs: UserMetrics[], metric: MetricKey) {
    return outcome(() => spread(runs, metric));
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

  openSaved(datasetId: string, onProgress: (progress: ImportProgress) => void, mayTake?: MayTake) {
    return this.storing.openSaved(datasetId, onProgress, mayTake);
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
