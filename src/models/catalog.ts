/** All models as plain specs, for page and workers alike. To add one: its folder, a line here, a line in `registry.ts`. */
import { alsSpec } from './als/spec';
import { easeSpec } from './ease/spec';
import { itemknnSpec } from './itemknn/spec';
import { lightgcnSpec } from './lightgcn/spec';
import { markovSpec } from './markov/spec';
import { neumfSpec } from './neumf/spec';
import { popularitySpec } from './popularity/spec';
import { randomSpec } from './random/spec';
import { sasrecSpec } from './sasrec/spec';
import type { ModelId, ModelSpec } from './types';

/** In the order in which people see them. */
export const MODELS: readonly ModelSpec[] = [
  neumfSpec,
  lightgcnSpec,
  sasrecSpec,
  easeSpec,
  alsSpec,
  itemknnSpec,
  markovSpec,
  popularitySpec,
  randomSpec,
];

/** Shows what chance gives; no candidate for anyone's choice. */
export const FLOOR: ModelId = 'random';

/** Whether another seed gives another model: where weights begin, and what is drawn. The other baselines leave nothing to chance. */
export function dependsOnSeed(id: ModelId): boolean {
  return modelSpec(id).neural || id === 'als' || id === FLOOR;
}

/** @throws Error for an id that is not in the list */
export function modelSpec(id: ModelId): ModelSpec {
  const spec = MODELS.find((model) => model.id === id);
  if (!spec) throw new Error(`no model "${id}"; there are ${MODELS.map((model) => model.id).join(', ')}`);
  return spec;
}
