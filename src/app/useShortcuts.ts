/** Keys of the whole page. Every one of them is a button too. */
import { useEffect } from 'react';
import { useRuns } from '@/state/runs';
import { hasEnded } from '@/state/runTypes';
import { goTo, PLACES, useUi } from '@/state/ui';
import { transport } from './useTransport';

const TYPING = 'input:not([type="checkbox"], [type="radio"], [type="range"]), textarea, select, [contenteditable]';
/** What does something of its own with Space. */
const SPACE_TAKEN = 'button, a, input, summary, select, textarea, [role="button"], [role="option"], [tabindex="0"]';

export function useShortcuts(): void {
  useEffect(() => {
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

function onKeyDown(event: KeyboardEvent): void {
  const { shortcutsOn, setKeysDialogOpen } = useUi.getState();
  if (!shortcutsOn || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(TYPING) || target?.closest('dialog')) return;

  const place = PLACES[Number(event.key) - 1];
  if (place) goTo(place);
  else if (event.key === '?') setKeysDialogOpen(true);
  else if (event.key === ' ') {
    if (target?.closest(SPACE_TAKEN)) return;
    if (canTrain() || useRuns.getState().playing) void transport.togglePlay();
  } else if (event.key === '>' || (event.code === 'Period' && event.shiftKey)) {
    if (canTrain()) void transport.stepEpoch();
  } else if (event.key === '.') {
    if (canTrain()) void transport.stepBatch();
  } else return;
  event.preventDefault();
}

function canTrain(): boolean {
  return useRuns.getState().runs.some((run) => run.neural && !hasEnded(run.status));
}
