/** Lines over epochs from what was kept: ranks of held-out items, and how near a list is to the one at the end. */
import type { Curve } from '@/components/charts/types';
import { jaccard, rankBiasedOverlap } from '../overlap';
import { bestEpochOf, type Past } from './ranksCsv';
import { rankIn, type UserState, userStates } from './readSnapshots';

type Measure = (state: UserState) => number | null;

function curveOf({ run, snapshots }: Past, shade: number, userIndex: number, measure: Measure): Curve {
  const points = userStates(snapshots, userIndex).flatMap((state) => {
    const y = measure(state);
    return y === null ? [] : [{ x: state.epoch, y }];
  });
  const best = bestEpochOf(run);
  const { model } = run.request;
  return {
    id: run.id,
    label: run.label,
    model,
    shade,
    points,
    faint: [],
    best: points.find(({ x }) => x === best) ?? null,
  };
}

function curves(pasts: readonly Past[], userIndex: number, measureOf: (past: Past) => Measure): Curve[] {
  return pasts.map((past, at) => {
    const shade = pasts.slice(0, at).filter(({ run }) => run.request.model === past.run.request.model).length;
    return curveOf(past, shade, userIndex, measureOf(past));
  });
}

/** @param item a held-out item; null for the middle one of all ranks */
export function rankCurves(pasts: readonly Past[], userIndex: number, item: number | null): Curve[] {
  return curves(pasts, userIndex, () => (state) => rankIn(state, item));
}

/** The list that the others are held against: of the best epoch once a run has ended, of the newest one until then. */
export function finalList({ run, snapshots }: Past, userIndex: number): number[] {
  const states = userStates(snapshots, userIndex);
  const best = run.finished ? bestEpochOf(run) : null;
  const last = states.find(({ epoch }) => epoch === best) ?? states[states.length - 1];
  return last?.list.map(({ itemIndex }) => itemIndex) ?? [];
}

export function overlapCurves(pasts: readonly Past[], userIndex: number, by: 'rbo' | 'jaccard'): Curve[] {
  const alike = by === 'rbo' ? rankBiasedOverlap : jaccard;
  return curves(pasts, userIndex, (past) => {
    const final = finalList(past, userIndex);
    return ({ list }) =>
      alike(
        list.map(({ itemIndex }) => itemIndex),
        final,
      );
  });
}
