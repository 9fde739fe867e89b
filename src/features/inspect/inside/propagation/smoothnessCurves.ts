/** Over-smoothing of several runs as curves over layers. */
import type { Curve } from '@/components/charts/types';
import type { Smoothness } from '@/models/inside';
import type { Run } from '@/state/runTypes';

export type Side = 'items' | 'users';

/** @returns a curve a run; the ring is the model's last layer, what comes after it is no part of the model */
export function smoothnessCurves(measured: readonly { run: Run; answer: Smoothness }[], side: Side): Curve[] {
  return measured.map(({ run, answer }, shade) => {
    const points = answer.layers.map((layer, x) => ({ x, y: layer[side] })).filter(({ y }) => Number.isFinite(y));
    const last = points.find(({ x }) => x === answer.numLayers) ?? null;
    return {
      id: run.id,
      label: run.label,
      model: run.request.model,
      shade,
      points: points.slice(0, answer.numLayers + 1),
      faint: points,
      best: last,
    };
  });
}
