/**
 * The page's side of the two workers. They are linked by a channel of their own for prepared data sets, and each sends
 * its run events over another.
 */
import * as Comlink from 'comlink';
import { PlaygroundError, toErrorData } from '@/lib/errors';
import { MODELS } from '@/models/catalog';
import type { CpuService, GpuService, PlaygroundClient, RunEvent } from './protocol';

/** Starts both workers. @throws nothing: a worker that dies shows up as a 'device-lost' event */
export function createClient(): PlaygroundClient {
  const listeners = new Set<(event: RunEvent) => void>();
  const emit = (event: RunEvent) => {
    for (const listener of listeners) listener(event);
  };

  const cpuWorker = new Worker(new URL('./cpu.worker.ts', import.meta.url), { type: 'module', name: 'cpu' });
  const gpuWorker = new Worker(new URL('./gpu.worker.ts', import.meta.url), { type: 'module', name: 'gpu' });
  for (const worker of [cpuWorker, gpuWorker]) {
    worker.addEventListener('error', (event) => {
      const error = toErrorData(new PlaygroundError('unknown', event.message || 'a worker could not start'));
      emit({ type: 'device-lost', error });
    });
  }
  const cpu = Comlink.wrap<CpuService>(cpuWorker);
  const gpu = Comlink.wrap<GpuService>(gpuWorker);

  const link = new MessageChannel();
  void cpu.connectGpu(Comlink.transfer(link.port1, [link.port1]));
  void gpu.connectCpu(Comlink.transfer(link.port2, [link.port2]));
  for (const service of [cpu, gpu]) {
    const events = new MessageChannel();
    events.port1.onmessage = ({ data }) => emit(data as RunEvent);
    void service.connectEvents(Comlink.transfer(events.port2, [events.port2]));
  }

  /** Which runs the CPU worker holds; all others are on the device. */
  const onCpu = new Set<string>();
  const holder = (runId: string) => (onCpu.has(runId) ? cpu : gpu);
  const inspectorOf = (runId: string) => holder(runId).inspector;

  return {
    importFiles: (source, settings, onProgress, mayTake) =>
      cpu.importFiles(source, settings, Comlink.proxy(onProgress), mayTake && Comlink.proxy(mayTake)),
    previewMapping: (mapping) => cpu.previewMapping(mapping),
    importMapped: (mapping, settings, onProgress, mayTake) =>
      cpu.importMapped(mapping, settings, Comlink.proxy(onProgress), mayTake && Comlink.proxy(mayTake)),
    readings: () => cpu.readings(),
    importAs: (reading, settings, onProgress, mayTake) =>
      cpu.importAs(reading, settings, Comlink.proxy(onProgress), mayTake && Comlink.proxy(mayTake)),
    keepGoodRows: (settings, onProgress, mayTake) =>
      cpu.keepGoodRows(settings, Comlink.proxy(onProgress), mayTake && Comlink.proxy(mayTake)),
    problemRows: () => cpu.problemRows(),
    discardImport: () => cpu.discardImport(),
    loadSample: (settings, mayTake) => cpu.loadSample(settings, mayTake && Comlink.proxy(mayTake)),
    prepare: (settings) => cpu.prepare(settings),
    cancelImport: () => cpu.cancelImport(),
    items: (key) => cpu.items(key),
    popularity: (key) => cpu.popularity(key),
    userHistory: (key, userIndex) => cpu.userHistory(key, userIndex),
    sampleTruth: (key) => cpu.sampleTruth(key),
    searchUsers: (key, query, limit) => cpu.searchUsers(key, query, limit),

    openDevice: (choice) => gpu.openDevice(choice),
    async startRun(request) {
      if (MODELS.find(({ id }) => id === request.model)?.neural) return gpu.enqueue(request);
      onCpu.add(request.runId);
      void cpu.fitBaseline(request);
      return { ok: true, value: null };
    },
    plan: (request) => gpu.plan(request),
    play: () => gpu.play(),
    pause: () => gpu.pause(),
    stepBatch: () => gpu.stepBatch(),
    stepEpoch: () => gpu.stepEpoch(),
    stop: (runId) => holder(runId).stop(runId),
    setQueueMode: (mode) => gpu.setQueueMode(mode),

    recommend: (runId, users, options) => inspectorOf(runId).recommend(runId, users, options),
    ranks: (runId, userIndex, items) => inspectorOf(runId).ranks(runId, userIndex, items),
    scoreAll: (runId, userIndex) => inspectorOf(runId).scoreAll(runId, userIndex),
    embeddings: (runId, which) => inspectorOf(runId).embeddings(runId, which),
    measure: (runId, part, scope, onProgress) =>
      inspectorOf(runId).measure(runId, part, scope, onProgress && Comlink.proxy(onProgress)),
    itemErrors: (runId) => inspectorOf(runId).itemErrors(runId),
    cancelMeasure: (runId) => inspectorOf(runId).cancelMeasure(runId),
    explainUser: (runId, userIndex, part, scope) => inspectorOf(runId).explainUser(runId, userIndex, part, scope),
    why: (runId, userIndex, itemIndex) => inspectorOf(runId).why(runId, userIndex, itemIndex),
    whyTo: (runId, items, itemIndex) => inspectorOf(runId).whyTo(runId, items, itemIndex),
    inside: (runId, question) => inspectorOf(runId).inside(runId, question),
    tryStep: (runId, question) => inspectorOf(runId).tryStep(runId, question),
    recommendTo: (runId, items, k) => inspectorOf(runId).recommendTo(runId, items, k),
    attention: (runId, of) => inspectorOf(runId).attention(runId, of),
    expectedAfter: (runId, of, place, k, item) => inspectorOf(runId).expectedAfter(runId, of, place, k, item),
    orderEffect: (runId, userIndex, times, seed) => inspectorOf(runId).orderEffect(runId, userIndex, times, seed),
    // A baseline has one state.
    snapshots: async (runId) => (onCpu.has(runId) ? { ok: true, value: null } : gpu.snapshots(runId)),
    watchUser: (key, userIndex) => gpu.watchUser(key, userIndex),
    compareUsers: (a, b, metric, options) => cpu.compareUsers(a, b, metric, options),
    compareSeveral: (reference, others, metric, options) => cpu.compareSeveral(reference, others, metric, options),
    spread: (runs, metric) => cpu.spread(runs, metric),
    topKCsv: (runId, k, onProgress) => inspectorOf(runId).topKCsv(runId, k, Comlink.proxy(onProgress)),
    cancelTopKCsv: (runId) => inspectorOf(runId).cancelTopKCsv(runId),

    keep: (on) => cpu.keep(on),
    watchSaving: (onChange) => cpu.watchSaving(Comlink.proxy(onChange)),
    listSaved: () => cpu.listSaved(),
    openSaved: (datasetId, onProgress, mayTake) =>
      cpu.openSaved(datasetId, Comlink.proxy(onProgress), mayTake && Comlink.proxy(mayTake)),
    // Parameters that were trained here are on the device; those of a file are with the CPU worker.
    saveRun: (run) => (run.neural && run.finished && !run.fromFile ? gpu.keepRun(run) : cpu.saveRun(run)),
    deleteSavedRun: (runId) => cpu.deleteSavedRun(runId),
    deleteSavedDataset: (datasetId) => cpu.deleteSavedDataset(datasetId),
    deleteEverything: () => cpu.deleteEverything(),
    loadModel: (file, fileName, datasetKey) => cpu.loadModel(file, fileName, datasetKey),
    preparedCsv: (datasetKey, onProgress) => cpu.preparedCsv(datasetKey, Comlink.proxy(onProgress)),
    cancelPreparedCsv: () => cpu.cancelPreparedCsv(),
    resumeRun: (runId) => gpu.resumeRun(runId),
    modelFile: (run) => gpu.modelFile(run),
    async restoreRuns(runs) {
      for (const { id, neural } of runs) if (!neural) onCpu.add(id);
      const ended = runs.filter((run) => run.neural && run.finished);
      await gpu.shelve(ended.map(({ request, history }) => ({ request, epochs: history.length })));
    },

    async remove(runId) {
      await holder(runId).remove(runId);
      onCpu.delete(runId);
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
