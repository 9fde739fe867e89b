import type { Timeline } from '@/data/types';

/** About which share of the timeline's interactions lies at or after a moment: exact but for the bar that it cuts. */
export function shareAfter({ from, barSeconds, counts }: Timeline, moment: number): number {
  let after = 0;
  let total = 0;
  for (const [bar, count] of counts.entries()) {
    const behind = Math.min(1, Math.max(0, 1 - (moment - from) / barSeconds + bar));
    after += behind * count;
    total += count;
  }
  return total > 0 ? after / total : 0;
}
