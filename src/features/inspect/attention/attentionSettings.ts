/** What a person chose about attention; it outlasts a look at another view. */
import { create } from 'zustand';
import { goTo } from '@/state/ui';
import type { Head } from './attentionMaps';

/** Films in an order of one's own, begun with a user's history. */
export interface OwnSequence {
  /** the data set and the user whose history it was: another user is shown as they are */
  datasetKey: string;
  userIndex: number;
  films: number[];
}

export interface AttentionSettings {
  /** null takes the newest run of SASRec that can be asked */
  runIds: string[] | null;
  /** from 0; null is the last one that a run has, whose output goes into the scores */
  block: number | null;
  head: Head;
  /** every block and head at once, small */
  showAll: boolean;
  editing: boolean;
  own: OwnSequence | null;
  change(part: Partial<AttentionSettings>): void;
}

export const useAttentionSettings = create<AttentionSettings>()((set) => ({
  runIds: null,
  block: null,
  head: 'mean',
  showAll: false,
  editing: false,
  own: null,
  change(part) {
    set(part);
  },
}));

/** Opens the view on a run, with the user who is chosen, as watched or as rearranged. */
export function seeAttention(runId: string, own: OwnSequence | null): void {
  useAttentionSettings.getState().change({ runIds: [runId], own });
  goTo('inspect', 'attention');
}
