import type { MapQuality, Neighbour } from '@/projection/types';
import { unwrap, useAnswer } from '@/state/useAnswer';
import type { RunMap } from './MapView';
import { getProjection } from './projectionService';
import type { ShownVectors } from './useVectors';

export const NUM_NEIGHBOURS = 10;
const NONE: Neighbour[] = [];

/** The rows most like the chosen one, in the original space. */
export function useNeighbours(shown: ShownVectors | null, chosen: number | null) {
  const key = shown !== null && chosen !== null && chosen < shown.vectors.rows ? shown.key : null;
  const { value, error } = useAnswer(
    key === null || chosen === null
      ? null
      : async () => ({
          runId: shown?.runId,
          which: shown?.which,
          chosen,
          neighbours: unwrap(await (await getProjection()).neighbours(key, chosen, NUM_NEIGHBOURS)),
        }),
    [key, chosen],
  );
  // What is left of another run or film is no answer; that of an epoch before stands until the next one is there.
  const isOwn =
    value !== null && value.runId === shown?.runId && value.which === shown?.which && value.chosen === chosen;
  return { neighbours: isOwn ? value.neighbours : NONE, error };
}

/** How true a finished map is; null while it is drawn. */
export function useQuality({ map, state }: Pick<RunMap, 'map' | 'state'>): MapQuality | null {
  const isDone = map !== null && state.status === 'done';
  const { value } = useAnswer(
    isDone
      ? async () => ({
          positions: map.positions,
          quality: unwrap(await (await getProjection()).quality(map.shown.key, map.positions, NUM_NEIGHBOURS)),
        })
      : null,
    [map?.positions, isDone],
  );
  return value !== null && value.positions === map?.positions ? value.quality : null;
}
