/** A run's embeddings on the page and in the projection worker. */
import type { Vectors } from '@/projection/types';
import { hasEnded, type Run } from '@/state/runTypes';
import { type Answer, unwrap, useAnswer } from '@/state/useAnswer';
import type { Which } from './mapSettings';
import { getProjection } from './projectionService';

/** Decides which rows are shown when there are too many; one for all runs, so that two maps show the same. */
const SAMPLE_SEED = 42;

export interface ShownVectors {
  /** under which the projection worker keeps them */
  key: string;
  runId: string;
  which: Which;
  /** epochs trained when they were taken */
  epoch: number;
  vectors: Vectors;
  /** ascending; a point of the map is a place in here */
  rows: Int32Array;
}

/** Changes whenever a run has other embeddings: at the end of an epoch, and when its best epoch is put back. */
export function versionOf(run: Run): string {
  const epoch = run.history[run.history.length - 1]?.epoch ?? 0;
  return hasEnded(run.status) ? `end ${epoch}` : `epoch ${epoch}`;
}

/**
 * @param run null asks nothing
 * @param version when to ask again
 * @param popularity what decides which rows are shown; undefined while it is not known
 * @returns value 'none' where the model has no vectors of that kind
 */
export function useVectors(
  run: Run | null,
  which: Which,
  version: string,
  popularity: ArrayLike<number> | null | undefined,
): Answer<ShownVectors | 'none'> {
  return useAnswer<ShownVectors | 'none'>(
    run === null || popularity === undefined
      ? null
      : async (client) => {
          const vectors = unwrap(await client.embeddings(run.id, which));
          if (vectors === null) return 'none';
          const key = `${run.id}/${which}/${version}`;
          const service = await getProjection();
          const rows = unwrap(await service.keep(key, vectors, popularity, SAMPLE_SEED));
          const epoch = run.finished?.bestEpoch ?? run.history[run.history.length - 1]?.epoch ?? 0;
          return { key, runId: run.id, which, epoch, vectors, rows };
        },
    [run?.id, which, version, popularity],
  );
}
