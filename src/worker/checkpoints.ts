/** Sends the state of runs under way to where it is kept: often enough that a reload loses little, seldom enough to cost little. */
import * as Comlink from 'comlink';
import type { Trainer } from '@/train/trainer';
import type { ParameterStore } from './protocolStore';

/** Between two checkpoints of a run, in ms: while it trains, and when it rests (each single step is a rest). */
const AT_LEAST_MS = { 'epoch-end': 10_000, rest: 2000 };

export class Checkpoints {
  private readonly sentAt = new Map<string, number>();

  constructor(private readonly store: () => Pick<ParameterStore, 'wantsCheckpoint' | 'checkpoint'> | null) {}

  /** Between slices: the trainer must stand still until its state is read. A state that cannot be kept stops no run. */
  async reached(trainer: Trainer, where: 'epoch-end' | 'rest'): Promise<void> {
    const { runId } = trainer.request;
    const last = this.sentAt.get(runId) ?? Number.NEGATIVE_INFINITY;
    if (performance.now() - last < AT_LEAST_MS[where]) return;
    const store = this.store();
    if (!store) return;
    try {
      if (!(await store.wantsCheckpoint())) return;
      const state = await trainer.state();
      this.sentAt.set(runId, performance.now());
      // Not awaited: training goes on while it is written.
      store.checkpoint(Comlink.transfer(state, buffersOf(state))).catch(() => {});
    } catch {
      // A lost device is said elsewhere.
    }
  }
}

/** The memory of all typed arrays in a value, to hand over instead of copying. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (value === null || typeof value !== 'object') return [];
  return [...new Set(Object.values(value).flatMap(buffersOf))];
}
