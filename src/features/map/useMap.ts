/** A map of a run's embeddings: PCA at once and again at each epoch's end, t-SNE and UMAP when somebody asks for them. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type ErrorData, toErrorData } from '@/lib/errors';
import type { LayoutSettings, ProjectionMethod } from '@/projection/types';
import { unwrap } from '@/state/useAnswer';
import type { LayoutProgress } from '@/worker/protocolProjection';
import { laidOver } from './laidOver';
import { getProjection } from './projectionService';
import type { ShownVectors } from './useVectors';

export interface DrawnMap {
  /** of which vectors */
  shown: ShownVectors;
  method: ProjectionMethod;
  /** [rows shown * 2] */
  positions: Float32Array;
  /** PCA: share of the variance on each axis */
  explained: [number, number] | null;
}

export type MapState =
  | { status: 'waiting' }
  | { status: 'computing'; progress: LayoutProgress | null }
  | { status: 'done'; loss: number | null; numSteps: number; elapsedMs: number }
  | { status: 'cancelled'; step: number; numSteps: number }
  | { status: 'error'; error: ErrorData };

export interface UseMap {
  /** the newest map, also an unfinished one; null before the first */
  map: DrawnMap | null;
  state: MapState;
  cancel(): void;
  again(): void;
}

type Done = Extract<MapState, { status: 'done' }>;

/** Finished maps of steps, as they came, so that going back to one is no work. Least recently made first. */
const finished = new Map<string, { map: DrawnMap; state: Done }>();
const MAX_FINISHED = 8;

let numJobs = 0;

/**
 * @param shown null draws nothing
 * @param reference what the map is laid over: another run's map; null is the map's own past
 * @param mayStart false waits, for a reference that is still being made
 */
export function useMap(
  shown: ShownVectors | null,
  method: ProjectionMethod,
  settings: LayoutSettings,
  reference: DrawnMap | null,
  mayStart: boolean,
): UseMap {
  const [map, setMap] = useState<DrawnMap | null>(null);
  const [state, setState] = useState<MapState>({ status: 'waiting' });
  const [attempt, setAttempt] = useState(0);
  const job = useRef<string | null>(null);
  const last = useRef<DrawnMap | null>(null);
  const parameter = method === 'tsne' ? settings.perplexity : method === 'umap' ? settings.neighbours : 0;
  const seed = method === 'pca' ? 0 : settings.seed;
  const overPositions = reference?.positions ?? null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: parameter and seed are what counts of the settings
  useEffect(() => {
    if (shown === null || !mayStart) {
      setState({ status: 'waiting' });
      return;
    }
    let current = true;
    const put = (positions: Float32Array, explained: [number, number] | null) => {
      last.current = { shown, method, positions, explained };
      setMap(last.current);
      return last.current;
    };
    const fail = (thrown: unknown) => {
      if (current) setState({ status: 'error', error: toErrorData(thrown) });
    };
    // its own past, or a film would jump to the other side from epoch to epoch
    const before = last.current;
    const past = before?.method === 'pca' && before.shown.runId === shown.runId && before.shown.which === shown.which;
    const base = overPositions ?? (past ? (before?.positions ?? null) : null);

    if (method === 'pca') {
      setState({ status: 'computing', progress: null });
      getProjection()
        .then((service) => service.pca(shown.key, base))
        .then((answer) => {
          if (!current) return;
          const { positions, explained } = unwrap(answer);
          put(positions, explained);
          setState({ status: 'done', loss: null, numSteps: 0, elapsedMs: 0 });
        }, fail)
        .catch(fail);
      return () => {
        current = false;
      };
    }

    const name = [shown.key, method, parameter, seed].join('/');
    const known = finished.get(name);
    if (known) {
      last.current = known.map;
      setMap(known.map);
      setState(known.state);
      return;
    }
    const jobId = `map-${++numJobs}`;
    job.current = jobId;
    let progress: LayoutProgress | null = null;
    // news come over a port of their own and may arrive after the answer
    let isAnswered = false;
    setState({ status: 'computing', progress });
    const work = async () => {
      const service = await getProjection();
      const request = { jobId, key: shown.key, method, settings };
      const answer = await service.layout(request, (news) => {
        if (!current || isAnswered) return;
        progress = news;
        if (news.positions !== null) put(news.positions, null);
        setState({ status: 'computing', progress: news });
      });
      isAnswered = true;
      if (!current) return;
      if (answer.ok) {
        const { positions, ...rest } = answer.value;
        const done: Done = { status: 'done', ...rest };
        finished.set(name, { map: put(positions, null), state: done });
        for (const oldest of finished.keys()) {
          if (finished.size <= MAX_FINISHED) break;
          finished.delete(oldest);
        }
        setState(done);
      } else if (answer.error.code === 'cancelled') {
        setState({ status: 'cancelled', step: progress?.step ?? 0, numSteps: progress?.numSteps ?? 0 });
      } else unwrap(answer);
    };
    work().catch(fail);
    return () => {
      current = false;
      void getProjection().then((service) => service.cancel(jobId));
    };
  }, [shown, method, parameter, seed, method === 'pca' ? overPositions : null, mayStart, attempt]);

  const cancel = useCallback(() => {
    const jobId = job.current;
    if (jobId !== null) void getProjection().then((service) => service.cancel(jobId));
  }, []);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  // what is left of other vectors is not this map
  const isOwn = map !== null && shown !== null && map.shown.runId === shown.runId && map.shown.which === shown.which;
  // Again whenever the other map has other points: it may be unfinished, and be drawn to its end later.
  const placed = useMemo(() => (isOwn ? laidOver(map, reference) : null), [isOwn, map, reference]);
  return { map: placed, state, cancel, again };
}
