/** What a person chose about the map; it outlasts a look at another view. */
import { create } from 'zustand';
import { DEFAULT_LAYOUT, type LayoutSettings, type ProjectionMethod } from '@/projection/types';

export type Which = 'items' | 'users';
export const ITEM_COLOURS = ['genre', 'popularity', 'year', 'error', 'none'] as const;
export const USER_COLOURS = ['activity', 'ndcg', 'none'] as const;
export type ColourBy = (typeof ITEM_COLOURS)[number] | (typeof USER_COLOURS)[number];

export interface MapSettings {
  which: Which;
  /** null takes the newest run that has something to show */
  runId: string | null;
  /** the run beside it; null shows one map */
  besideId: string | null;
  method: ProjectionMethod;
  layout: LayoutSettings;
  colourBy: Record<Which, ColourBy>;
  showNames: boolean;
  /** PCA is drawn again at the end of each epoch of a run that trains, laid over the map before */
  followTraining: boolean;
  /** row of the chosen film or user */
  chosen: number | null;
  /** rows inside the line that was drawn; null for none */
  selected: number[] | null;
  change(part: Partial<MapSettings>): void;
}

export const useMapSettings = create<MapSettings>()((set) => ({
  which: 'items',
  runId: null,
  besideId: null,
  method: 'pca',
  layout: DEFAULT_LAYOUT,
  colourBy: { items: 'genre', users: 'activity' },
  showNames: true,
  followTraining: true,
  chosen: null,
  selected: null,
  change(part) {
    set(part);
  },
}));
