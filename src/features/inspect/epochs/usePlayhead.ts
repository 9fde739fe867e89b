import { useSyncExternalStore } from 'react';
import type { Playhead } from './playhead';

/** The epoch that lists show. */
export function useEpoch(playhead: Playhead): number {
  return useSyncExternalStore(playhead.subscribe, () => playhead.get().epoch);
}

/** Where the map is: every frame while it moves. */
export function usePosition(playhead: Playhead): number {
  return useSyncExternalStore(playhead.subscribe, () => playhead.get().position);
}

export function useIsPlaying(playhead: Playhead): boolean {
  return useSyncExternalStore(playhead.subscribe, () => playhead.get().playing);
}
