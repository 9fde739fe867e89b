/** Lets messages in while something long is computed. */
import { yieldToEvents } from '@/lib/yieldToEvents';

const EVERY_MS = 30;

export class Pauses {
  private last = performance.now();

  /** @returns undefined at once when no pause is due, so that awaiting it costs little */
  ifDue(): Promise<void> | undefined {
    if (performance.now() - this.last < EVERY_MS) return undefined;
    return yieldToEvents().then(() => {
      this.last = performance.now();
    });
  }
}
