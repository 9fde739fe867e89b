/** The transport, with a trainer that does nothing but wait: pause and stop are heard at once, also while it prepares. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PreparedDataset } from '@/data/types';
import type { Engine, StepPath } from '@/engine/types';
import { PlaygroundError } from '@/lib/errors';
import { DEFAULT_EARLY_STOPPING, type RunRequest } from '@/train/types';
import type { RunEvent } from './protocol';
import { TrainingQueue } from './trainingQueue';

const PIECE_MS = 5;
const PATH: StepPath = { kind: 'program', dispatches: 3, gpuBytes: 100 };

/** Stands for a trainer: a piece of steps takes a moment, and interruptions are asked about after each. */
class FakeTrainer {
  stepPath: StepPath | null = null;
  steps = 0;
  pieces = 0;
  finished = false;
  disposed = false;
  readonly progress = {};
  readonly stepsPerEpoch = 1e9;
  readonly epochs = 1;
  readonly numParameters = 7;
  readonly elapsedMs = 0;
  snapshots = null;
  private ready: { resolve(): void; reject(error: unknown): void } | null = null;
  private preparing: Promise<void> | null = null;

  constructor(readonly request: RunRequest) {}

  watch() {}

  prepare(onProgress: (done: number, total: number) => void): Promise<void> {
    onProgress(1, 3);
    this.preparing ??= new Promise((resolve, reject) => {
      this.ready = { resolve, reject };
    });
    return this.preparing;
  }

  compiled() {
    this.stepPath = PATH;
    this.ready?.resolve();
  }

  failed(error: unknown) {
    this.ready?.reject(error);
  }

  async slice(maxSteps: number, interrupted: () => boolean): Promise<boolean> {
    for (let taken = 0; taken < Math.min(maxSteps, 20); taken++) {
      this.steps++;
      this.pieces++;
      await new Promise((resolve) => setTimeout(resolve, PIECE_MS));
      if (interrupted()) break;
    }
    return false;
  }

  async finish() {
    this.finished = true;
    return { bestEpoch: null, valid: {}, test: {}, inferenceMsPerUser: 0, evaluation: {} };
  }

  dispose() {
    this.disposed = true;
  }
}

const made = vi.hoisted(() => ({ trainers: [] as unknown[] }));
vi.mock('@/train/trainer', () => ({
  Trainer: {
    create: (_: unknown, request: RunRequest) => {
      const trainer = new FakeTrainer(request);
      made.trainers.push(trainer);
      return trainer;
    },
  },
}));

const trainer = (k = 0) => made.trainers[k] as FakeTrainer;
const requestOf = (runId: string): RunRequest => ({
  ...{ runId, model: 'neumf', config: {}, seed: 1, datasetKey: 'data' },
  earlyStopping: DEFAULT_EARLY_STOPPING,
});

describe('TrainingQueue', () => {
  let events: RunEvent[];
  let queue: TrainingQueue;

  beforeEach(async () => {
    made.trainers.length = 0;
    // A queue that still comes to rest speaks to its own test.
    const heard: RunEvent[] = [];
    events = heard;
    queue = new TrainingQueue({
      emit: (event) => heard.push(event),
      dataset: async () => ({}) as PreparedDataset,
      watched: () => [],
      hold() {},
      forget() {},
      evaluated() {},
      reached: async () => {},
    });
    await queue.useEngine({} as Engine, false);
    queue.enqueue(requestOf('a'));
  });

  const statuses = (runId = 'a') =>
    events.flatMap((event) => (event.type === 'status' && event.runId === runId ? [event.status] : []));
  const until = (find: () => boolean) => vi.waitFor(() => expect(find()).toBe(true), { interval: 1 });
  const training = async () => {
    queue.play();
    await until(() => made.trainers.length > 0 && statuses().includes('preparing'));
    trainer().compiled();
    await until(() => trainer().steps > 2);
  };

  it('tells how far compiling is, then how steps run, and runs', async () => {
    await training();
    expect(events).toContainEqual({ type: 'preparing', runId: 'a', done: 1, total: 3 });
    expect(events.filter(({ type }) => type === 'path')).toEqual([{ type: 'path', runId: 'a', path: PATH }]);
    const order = events.map((event) => (event.type === 'status' ? event.status : event.type));
    expect(order.indexOf('preparing')).toBeLessThan(order.indexOf('path'));
    expect(order.indexOf('path')).toBeLessThan(order.indexOf('running'));
    queue.pause();
  });

  it('rests within 100 ms of a pause, after the piece in flight', async () => {
    await training();
    const asked = performance.now();
    const { pieces } = trainer();
    queue.pause();
    await until(() => statuses().at(-1) === 'paused');
    expect(performance.now() - asked).toBeLessThan(100);
    expect(trainer().pieces).toBe(pieces);
    await new Promise((resolve) => setTimeout(resolve, 5 * PIECE_MS));
    expect(trainer().pieces, 'nothing moves while paused').toBe(pieces);
    queue.play();
    await until(() => trainer().pieces > pieces);
    expect(events.filter(({ type }) => type === 'path')).toHaveLength(1);
    queue.pause();
  });

  it('is paused while it prepares, and goes on with what was prepared meanwhile', async () => {
    queue.play();
    await until(() => statuses().at(-1) === 'preparing' && made.trainers.length > 0);
    queue.pause();
    await until(() => statuses().at(-1) === 'paused');
    expect(trainer().steps).toBe(0);
    // so that its first weights can be looked at
    expect(events.filter(({ type }) => type === 'progress')).toHaveLength(1);
    trainer().compiled();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(statuses().at(-1)).toBe('paused');
    queue.play();
    await until(() => trainer().steps > 0);
    expect(made.trainers).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'path')).toHaveLength(1);
    queue.pause();
  });

  it('is stopped and removed while it prepares', async () => {
    queue.enqueue(requestOf('b'));
    queue.play();
    await until(() => statuses().at(-1) === 'preparing' && made.trainers.length > 0);
    queue.stop('a');
    await until(() => events.some((event) => event.type === 'finished' && event.runId === 'a'));
    expect(trainer().steps).toBe(0);
    // Its shaders come late, and are nobody's news.
    trainer().compiled();
    await until(() => made.trainers.length > 1 && statuses('b').at(-1) === 'preparing');
    queue.remove('b');
    await until(() => trainer(1).disposed);
    expect(events.filter(({ type }) => type === 'path')).toEqual([]);
  });

  it('fails with the reason why it could not be prepared, also when nobody waited', async () => {
    queue.play();
    await until(() => statuses().at(-1) === 'preparing' && made.trainers.length > 0);
    queue.pause();
    await until(() => statuses().at(-1) === 'paused');
    trainer().failed(new PlaygroundError('out-of-memory', 'the buffer "moments" is too large'));
    queue.play();
    await until(() => events.some(({ type }) => type === 'failed'));
    expect(events.at(-1)).toMatchObject({ type: 'failed', error: { code: 'out-of-memory' } });
  });
});
