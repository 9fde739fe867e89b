/** Shorthands for the parameters that several models share, so that a spec reads like the table in a paper. */
import type { AdamOptions } from '@/engine/types';
import type { ChoiceParameter, Config, NumberParameter } from './types';

type NumberFields = Pick<NumberParameter, 'min' | 'max' | 'hardMin' | 'hardMax' | 'default'> &
  Partial<Omit<NumberParameter, 'kind' | 'name'>>;

/**
 * A number; integer, linear, without unit and not a main knob unless said.
 * @param fields min and max are the recommended range, hardMin and hardMax what can be computed at all
 */
export function numberParameter(name: string, fields: NumberFields): NumberParameter {
  return { kind: 'number', name, integer: true, scale: 'linear', unit: 'none', main: false, ...fields };
}

/** Adam's step size; every model here has the same range. */
export const LEARNING_RATE = numberParameter('learningRate', {
  min: 1e-4,
  max: 1e-2,
  hardMin: 1e-6,
  hardMax: 1,
  default: 1e-3,
  integer: false,
  scale: 'log',
  main: true,
});

/** 'touchedAdam' moves only rows that a batch has a gradient for, which makes it another optimiser. */
export const OPTIMIZER: ChoiceParameter = {
  kind: 'choice',
  name: 'optimizer',
  options: ['adam', 'touchedAdam'],
  default: 'adam',
  main: false,
  later: true,
};

/** What it adds to Adam's settings; runs from before there was a choice have none. */
export function adamRows({ optimizer }: Config): Pick<AdamOptions, 'rows'> {
  return optimizer === 'touchedAdam' ? { rows: 'touched' } : {};
}

/** How negatives are drawn, see `train/samplers`. */
export const SAMPLER: ChoiceParameter = {
  kind: 'choice',
  name: 'sampler',
  options: ['uniform', 'popularity'],
  default: 'uniform',
  main: false,
};
