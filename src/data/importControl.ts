/** How a reader tells how far it is, and how it is told to stop. */
import { PlaygroundError } from '@/lib/errors';
import type { Pieces } from '@/lib/pieces';

export interface ReadProgress {
  stage: 'opening' | 'reading' | 'preparing';
  /** interactions read so far */
  rows: number;
  /** 0..1 of this stage, null when unknown */
  fraction: number | null;
}

export interface ImportControl {
  signal?: AbortSignal;
  onProgress?: (progress: ReadProgress) => void;
}

/** Work without a pause is no longer than about this. */
const BREATHE_EVERY_MS = 40;

/** @throws PlaygroundError 'cancelled' once the signal is aborted */
export function throwIfCancelled(control: ImportControl): void {
  if (control.signal?.aborted) throw new PlaygroundError('cancelled', 'reading was cancelled');
}

/**
 * Lets waiting messages in (a cancellation is one), then goes on. A resolved promise would not do: the event loop
 * takes messages only between tasks.
 * @throws PlaygroundError 'cancelled' once the signal is aborted
 */
export async function breathe(control: ImportControl): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  throwIfCancelled(control);
}

/** Breathes when it has been long enough: a pause costs milliseconds, so that one for each block would be too much. */
export class Pace {
  private breathedAt = performance.now();

  constructor(private readonly control: ImportControl) {}

  /** @throws PlaygroundError 'cancelled' */
  async step(): Promise<void> {
    throwIfCancelled(this.control);
    if (performance.now() - this.breathedAt < BREATHE_EVERY_MS) return;
    await breathe(this.control);
    this.breathedAt = performance.now();
  }
}

/** Does work in pieces and breathes between them. @throws PlaygroundError 'cancelled', and what a piece throws */
export async function breathing<T>(pieces: Pieces<T>, control: ImportControl): Promise<T> {
  const pace = new Pace(control);
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
    await pace.step();
  }
}
