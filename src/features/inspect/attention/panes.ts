/** A run's map as it is shown, and when its films were seen. */
import { formatDate } from '@/components/format';
import type { AttentionMaps } from '@/models/attention';
import type { Run } from '@/state/runTypes';
import type { UserHistory } from '@/worker/protocol';
import type { Head } from './attentionMaps';

export interface Pane {
  run: Run;
  maps: AttentionMaps;
  block: number;
  head: Head;
  /** [n * n] */
  map: Float32Array;
}

/** When the user saw a film; null for films they did not see, or where there are no times. */
export function dateOf(history: UserHistory, film: number): string | null {
  const entry = [...history.train, ...history.valid].find(({ itemIndex }) => itemIndex === film);
  return entry?.time == null ? null : formatDate(entry.time);
}
