/** How a long computation stays polite: it tells how far it is, lets messages in, and stops when asked. */
import { PlaygroundError } from '@/lib/errors';
import { yieldToEvents } from '@/lib/yieldToEvents';
import type { FitControl } from './types';

const SLICE_MS = 50;

export class Pace {
  private sliceBegan = performance.now();

  constructor(private readonly control: FitControl = {}) {}

  /**
   * To be called every few milliseconds. Most calls return at once; about twenty a second report and let messages in.
   * @param fraction 0..1 of the work that is done
   * @throws PlaygroundError 'cancelled' when told to stop
   */
  async at(fraction: number): Promise<void> {
    if (performance.now() - this.sliceBegan < SLICE_MS) return;
    this.control.onProgress?.(Math.min(fraction, 1));
    await yieldToEvents();
    if (this.control.shouldStop?.()) throw new PlaygroundError('cancelled', 'fitting was cancelled');
    this.sliceBegan = performance.now();
  }
}

interface Values<T> {
  new (length: number): T;
  BYTES_PER_ELEMENT: number;
}

/**
 * A large array, zeroed.
 * @throws PlaygroundError 'out-of-memory' instead of RangeError
 */
export function allocate<T>(Values: Values<T>, length: number): T {
  try {
    return new Values(length);
  } catch (error) {
    const megabytes = Math.ceil((length * Values.BYTES_PER_ELEMENT) / 1e6);
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlaygroundError('out-of-memory', `no ${megabytes} MB in one piece: ${reason}`, { megabytes });
  }
}
