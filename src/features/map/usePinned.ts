import { useReducer, useRef } from 'react';

/**
 * The newest version, or the one that was newest when `key` last changed.
 * @returns `renew` takes the newest once
 */
export function usePinned(current: string, isPinned: boolean, key: string): { version: string; renew: () => void } {
  const kept = useRef({ key, version: current });
  const [, render] = useReducer((count: number) => count + 1, 0);
  if (!isPinned || kept.current.key !== key || kept.current.version === '') kept.current = { key, version: current };
  return {
    version: kept.current.version,
    renew() {
      kept.current = { key: '', version: '' };
      render();
    },
  };
}
