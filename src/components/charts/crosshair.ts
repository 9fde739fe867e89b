/**
 * One crosshair for several charts. It lives outside of React's state, so that moving it draws a line and some numbers
 * and never the charts' curves again.
 */
import { useSyncExternalStore } from 'react';

export interface Crosshair {
  /** x in the charts' own units, null while no one points */
  get(): number | null;
  set(x: number | null): void;
  subscribe(listener: () => void): () => void;
}

export function createCrosshair(): Crosshair {
  let current: number | null = null;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(x) {
      if (x !== current) {
        current = x;
        for (const listener of listeners) {
          listener();
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useCrosshair(crosshair: Crosshair): number | null {
  return useSyncExternalStore(crosshair.subscribe, crosshair.get);
}
