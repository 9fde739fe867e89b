/** What makes a run different from others of its model. */
import type { ConfigValue, ModelSpec } from '@/models/types';
import type { Run } from '@/state/runTypes';

export interface ChangedParameter {
  /** a parameter of the model, or `seed` */
  name: string;
  value: ConfigValue;
}

/**
 * @param peers runs to tell it from; those of other models and the run itself do not count
 * @returns parameters in which some peer differs; with no peer, those that are not at their default. In the spec's order,
 * the seed last.
 */
export function changedParameters(run: Run, spec: ModelSpec, peers: readonly Run[]): ChangedParameter[] {
  const others = peers.filter((peer) => peer.id !== run.id && peer.request.model === run.request.model);
  const differs = (value: unknown, standard: unknown, ofPeer: (peer: Run) => unknown) =>
    others.length === 0 ? !same(value, standard) : others.some((peer) => !same(ofPeer(peer), value));
  const changed = spec.parameters
    .filter(({ name, default: standard }) =>
      differs(run.request.config[name], standard, (peer) => peer.request.config[name]),
    )
    .map(({ name }) => ({ name, value: run.request.config[name] }));
  const seedDiffers = others.some((peer) => peer.request.seed !== run.request.seed);
  return seedDiffers ? [...changed, { name: 'seed', value: run.request.seed }] : changed;
}

/** All parameters, and the seed. */
export function allParameters(run: Run, spec: ModelSpec): ChangedParameter[] {
  return [
    ...spec.parameters.map(({ name }) => ({ name, value: run.request.config[name] })),
    ...(run.neural ? [{ name: 'seed', value: run.request.seed }] : []),
  ];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
