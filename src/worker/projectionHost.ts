/** The projection worker's service. Testable without a Worker. */
import { PlaygroundError } from '@/lib/errors';
import { aligned } from '@/lib/linear/procrustes';
import { yieldToEvents } from '@/lib/yieldToEvents';
import { chooseRows } from '@/projection/chooseRows';
import { LAYOUTS } from '@/projection/layouts';
import {
  firstNeighbours,
  nearestRows,
  neighbourSteps,
  planeNeighbourSteps,
  sharedNeighbours,
  unitRows,
} from '@/projection/neighbours';
import { pca } from '@/projection/pca';
import type { NeighbourGraph, PrincipalComponents, Vectors } from '@/projection/types';
import { outcome } from './outcome';
import type { LayoutProgress, LayoutRequest, ProjectionService } from './protocolProjection';

/** Two maps side by side, items and users, and what they were an epoch ago. */
const MAX_KEPT = 6;
/** How long others wait at most, apart from a single step. */
const SLICE_MS = 30;
const REPORT_EVERY_MS = 100;

interface Kept {
  vectors: Vectors;
  rows: Int32Array;
  components: PrincipalComponents | null;
  graph: NeighbourGraph | null;
}

export class ProjectionHost implements ProjectionService {
  /** least recently used first */
  private readonly kept = new Map<string, Kept>();
  private readonly cancelled = new Set<string>();
  private readonly jobs = new Set<string>();

  keep(key: string, vectors: Vectors, popularity: ArrayLike<number> | null, seed: number) {
    return outcome(() => {
      const rows = chooseRows(vectors.rows, popularity, seed);
      this.kept.delete(key);
      this.kept.set(key, { vectors, rows, components: null, graph: null });
      for (const oldest of this.kept.keys()) {
        if (this.kept.size <= MAX_KEPT) break;
        this.kept.delete(oldest);
      }
      return rows;
    });
  }

  pca(key: string, reference: Float32Array | null) {
    return outcome(() => {
      const { positions, explained } = this.components(this.find(key));
      const fits = reference !== null && reference.length === positions.length;
      return { positions: fits ? aligned(positions, reference) : Float32Array.from(positions), explained };
    });
  }

  neighbours(key: string, row: number, k: number) {
    return outcome(() => nearestRows(this.find(key).vectors, row, k));
  }

  layout(request: LayoutRequest, onProgress: (progress: LayoutProgress) => void) {
    const { jobId, key, method, settings } = request;
    return outcome(async () => {
      this.jobs.add(jobId);
      try {
        const startedAt = performance.now();
        const found = this.find(key);
        const check = () => this.throwIfCancelled(jobId);
        const k = LAYOUTS[method].numNeighbours(found.rows.length, settings);
        const graph = await this.graph(found, k, check, (fraction) =>
          onProgress({ stage: 'neighbours', fraction, step: 0, numSteps: 0, loss: null, positions: null }),
        );
        const layout = LAYOUTS[method].make(graph, this.components(found).positions, settings);
        const { numSteps } = layout;
        const pace = new Pace();
        while (layout.step < numSteps) {
          layout.advance();
          if (!pace.isDue()) continue;
          if (pace.shouldReport()) {
            onProgress({
              stage: 'steps',
              fraction: layout.step / numSteps,
              step: layout.step,
              numSteps,
              loss: layout.loss(),
              positions: Float32Array.from(layout.positions),
            });
          }
          await pace.rest();
          check();
        }
        return {
          positions: Float32Array.from(layout.positions),
          numSteps,
          loss: layout.loss(),
          elapsedMs: performance.now() - startedAt,
        };
      } finally {
        this.jobs.delete(jobId);
        this.cancelled.delete(jobId);
      }
    });
  }

  async cancel(jobId: string): Promise<void> {
    if (this.jobs.has(jobId)) this.cancelled.add(jobId);
  }

  quality(key: string, positions: Float32Array, k: number) {
    return outcome(async () => {
      const found = this.find(key);
      const original = await this.graph(found, k);
      const onMap = await paced(planeNeighbourSteps(positions, original.k));
      return { k: original.k, kept: sharedNeighbours(original, onMap, original.k) };
    });
  }

  private components(kept: Kept): PrincipalComponents {
    kept.components ??= pca(kept.vectors, kept.rows);
    return kept.components;
  }

  /** Neighbours among the rows shown; looked for once and remembered. */
  private async graph(
    kept: Kept,
    k: number,
    check?: () => void,
    onFraction?: (fraction: number) => void,
  ): Promise<NeighbourGraph> {
    const { vectors, rows } = kept;
    if (kept.graph === null || kept.graph.k < Math.min(k, rows.length - 1)) {
      const steps = neighbourSteps(unitRows(vectors, rows), vectors.dimensions, k);
      kept.graph = await paced(steps, check, (done) => onFraction?.(done / rows.length));
    }
    return firstNeighbours(kept.graph, k);
  }

  private throwIfCancelled(jobId: string): void {
    if (this.cancelled.has(jobId)) throw new PlaygroundError('cancelled', 'the map was cancelled');
  }

  private find(key: string): Kept {
    const found = this.kept.get(key);
    if (!found) throw new PlaygroundError('unknown', `no vectors "${key}" are kept`, { key });
    this.kept.delete(key);
    this.kept.set(key, found);
    return found;
  }
}

/** Runs a generator to its end, and lets messages in. */
async function paced<T>(steps: Generator<number, T>, check?: () => void, onDone?: (done: number) => void): Promise<T> {
  const pace = new Pace();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (!pace.isDue()) continue;
    if (pace.shouldReport()) onDone?.(step.value);
    await pace.rest();
    check?.();
  }
}

/** When long work should let others in, and when it should say how far it is. */
class Pace {
  private sliceFrom = performance.now();
  private reportedAt = performance.now();

  isDue(): boolean {
    return performance.now() - this.sliceFrom >= SLICE_MS;
  }

  shouldReport(): boolean {
    const now = performance.now();
    if (now - this.reportedAt < REPORT_EVERY_MS) return false;
    this.reportedAt = now;
    return true;
  }

  async rest(): Promise<void> {
    await yieldToEvents();
    this.sliceFrom = performance.now();
  }
}
