/** Configurations made from a spec: defaults, presets, validation; and how many parameters a model will learn. */
import type {
  Config,
  ConfigValue,
  LayersParameter,
  ModelId,
  ModelSpec,
  NumberParameter,
  Parameter,
  WeightsParameter,
} from './types';

/** Layers are few numbers: more is a slip of the finger. */
const MAX_HIDDEN_LAYERS = 8;
const MAX_LAYER_WIDTH = 8192;

/** Text under `models:problems.<code>` with `values`. */
export const PROBLEM_CODES = [
  'missing',
  'unknown-parameter',
  'not-a-number',
  'not-a-list',
  'not-a-switch',
  'not-whole',
  'outside-possible',
  'outside-recommended',
  'unknown-option',
  'no-layers',
  'too-many-layers',
  'heads-do-not-divide',
  'weights-do-not-fit',
  'weights-sum-to-zero',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export interface ConfigProblem {
  parameter: string;
  /** errors cannot be trained; warnings can, on purpose */
  severity: 'error' | 'warning';
  code: ProblemCode;
  values: Record<string, string | number>;
}

/** Every parameter at its default. */
export function defaultConfig(spec: ModelSpec): Config {
  return Object.fromEntries(spec.parameters.map((parameter) => [parameter.name, copy(parameter.default)]));
}

/** A configuration from before some parameters were there, with their defaults. */
export function withLater(spec: ModelSpec, config: Config): Config {
  const added = spec.parameters.filter((parameter) => isLater(parameter) && config[parameter.name] === undefined);
  return { ...config, ...Object.fromEntries(added.map(({ name, default: standard }) => [name, copy(standard)])) };
}

function isLater(parameter: Parameter): boolean {
  return 'later' in parameter && parameter.later === true;
}

/**
 * The preset's values over the defaults, whatever was set before.
 * @throws Error for an id that the spec does not have
 */
export function applyPreset(spec: ModelSpec, presetId: string): Config {
  const preset = spec.presets.find(({ id }) => id === presetId);
  if (!preset) throw new Error(`${spec.name} has no preset "${presetId}"`);
  const config = defaultConfig(spec);
  for (const [name, value] of Object.entries(preset.config)) {
    if (value !== undefined) config[name] = copy(value);
  }
  return config;
}

/** The preset that this configuration is, or null. */
export function matchingPreset(spec: ModelSpec, config: Config): string | null {
  const wanted = JSON.stringify(spec.parameters.map(({ name }) => config[name]));
  const match = spec.presets.find(({ id }) => {
    const preset = applyPreset(spec, id);
    return JSON.stringify(spec.parameters.map(({ name }) => preset[name])) === wanted;
  });
  return match?.id ?? null;
}

/** Everything that is wrong (severity 'error') or unusual ('warning') about a configuration, in the order of the spec. */
export function validateConfig(spec: ModelSpec, config: Config): ConfigProblem[] {
  const problems = spec.parameters.flatMap((parameter) => checkParameter(parameter, config[parameter.name]));
  for (const name of Object.keys(config)) {
    if (!spec.parameters.some((parameter) => parameter.name === name)) {
      problems.push(problem('error', name, 'unknown-parameter'));
    }
  }
  const isSound = (name: string) => !problems.some((p) => p.parameter === name && p.severity === 'error');
  return [...problems, ...(CROSS_CHECKS[spec.id]?.(config, isSound) ?? [])];
}

type CrossCheck = (config: Config, isSound: (name: string) => boolean) => ConfigProblem[];

/** What only two parameters together can get wrong; parameters that are wrong by themselves are not looked at. */
const CROSS_CHECKS: Partial<Record<ModelId, CrossCheck>> = {
  neumf(config, isSound) {
    if (!isSound('variant') || !isSound('hiddenLayers')) return [];
    const layers = config.hiddenLayers as number[];
    return config.variant !== 'gmf' && layers.length === 0 ? [problem('error', 'hiddenLayers', 'no-layers')] : [];
  },
  lightgcn(config, isSound) {
    if (!isSound('numLayers') || !isSound('layerWeights')) return [];
    const weights = config.layerWeights as number[];
    const expected = (config.numLayers as number) + 1;
    return weights.length !== 0 && weights.length !== expected
      ? [problem('error', 'layerWeights', 'weights-do-not-fit', { expected, actual: weights.length })]
      : [];
  },
  sasrec(config, isSound) {
    if (!isSound('hiddenUnits') || !isSound('numHeads')) return [];
    const hiddenUnits = config.hiddenUnits as number;
    const numHeads = config.numHeads as number;
    return hiddenUnits % numHeads !== 0
      ? [problem('error', 'numHeads', 'heads-do-not-divide', { hiddenUnits, numHeads })]
      : [];
  },
};

function checkParameter(parameter: Parameter, value: ConfigValue | undefined): ConfigProblem[] {
  const { name } = parameter;
  if (value === undefined) return isLater(parameter) ? [] : [problem('error', name, 'missing')];
  switch (parameter.kind) {
    case 'number':
      return checkNumber(parameter, value);
    case 'layers':
      return checkLayers(parameter, value);
    case 'weights':
      return checkWeights(parameter, value);
    case 'choice':
      return typeof value === 'string' && parameter.options.includes(value)
        ? []
        : [problem('error', name, 'unknown-option', { value: String(value), options: parameter.options.join(', ') })];
    case 'toggle':
      return typeof value === 'boolean' ? [] : [problem('error', name, 'not-a-switch')];
  }
}

function checkNumber(parameter: NumberParameter, value: ConfigValue): ConfigProblem[] {
  const { name, min, max, hardMin, hardMax, integer } = parameter;
  if (typeof value !== 'number' || Number.isNaN(value)) {
    return [problem('error', name, 'not-a-number')];
  }
  if (integer && !Number.isInteger(value)) return [problem('error', name, 'not-whole', { value })];
  if (value < hardMin || value > hardMax) {
    return [problem('error', name, 'outside-possible', { value, min: hardMin, max: hardMax })];
  }
  if (value < min || value > max) return [problem('warning', name, 'outside-recommended', { value, min, max })];
  return [];
}

function checkLayers(parameter: LayersParameter, value: ConfigValue): ConfigProblem[] {
  const { name, min, max } = parameter;
  if (!isNumberList(value)) return [problem('error', name, 'not-a-list')];
  if (value.length > MAX_HIDDEN_LAYERS) {
    return [problem('error', name, 'too-many-layers', { value: value.length, max: MAX_HIDDEN_LAYERS })];
  }
  for (const width of value) {
    if (!Number.isInteger(width)) return [problem('error', name, 'not-whole', { value: width })];
    if (width < 1 || width > MAX_LAYER_WIDTH) {
      return [problem('error', name, 'outside-possible', { value: width, min: 1, max: MAX_LAYER_WIDTH })];
    }
  }
  const unusual = value.find((width) => width < min || width > max);
  return unusual === undefined ? [] : [problem('warning', name, 'outside-recommended', { value: unusual, min, max })];
}

function checkWeights({ name }: WeightsParameter, value: ConfigValue): ConfigProblem[] {
  if (!isNumberList(value)) return [problem('error', name, 'not-a-list')];
  if (value.length > 0 && value.reduce((sum, weight) => sum + Math.abs(weight), 0) === 0) {
    return [problem('error', name, 'weights-sum-to-zero')];
  }
  const unusual = value.find((weight) => weight < 0 || weight > 1);
  return unusual === undefined
    ? []
    : [problem('warning', name, 'outside-recommended', { value: unusual, min: 0, max: 1 })];
}

/**
 * How many numbers a model learns, from the shapes in its paper; `models/*` makes exactly these. 0 for baselines and
 * for configurations that do not validate.
 */
export function countParameters(spec: ModelSpec, config: Config, numUsers: number, numItems: number): number {
  if (validateConfig(spec, config).some(({ severity }) => severity === 'error')) return 0;
  return COUNTS[spec.id]?.(config, numUsers, numItems) ?? 0;
}

const COUNTS: Partial<Record<ModelId, (config: Config, numUsers: number, numItems: number) => number>> = {
  /** Each part has its own embeddings; h joins them, with one bias. */
  neumf(config, numUsers, numItems) {
    const dim = config.embeddingDim as number;
    const embeddings = (numUsers + numItems) * dim;
    const gmf = embeddings + dim;
    let mlp = embeddings;
    let width = 2 * dim;
    for (const next of config.hiddenLayers as number[]) {
      mlp += width * next + next;
      width = next;
    }
    mlp += width;
    return (config.variant === 'mlp' ? 0 : gmf) + (config.variant === 'gmf' ? 0 : mlp) + 1;
  },
  /** The embeddings of layer 0 are all there is. */
  lightgcn: (config, numUsers, numItems) => (numUsers + numItems) * (config.embeddingDim as number),
  /** Items and positions; per block Q, K, V, W^O and two layers of the FFN, all with bias, and two layer norms; one more at the end. */
  sasrec(config, _numUsers, numItems) {
    const dim = config.hiddenUnits as number;
    const dense = dim * dim + dim;
    const norm = 2 * dim;
    const block = 4 * dense + 2 * dense + 2 * norm;
    return (numItems + (config.maxSeqLength as number)) * dim + (config.numBlocks as number) * block + norm;
  },
};

/** What fitting a baseline asks of the machine, known beforehand. */
export interface FitCost {
  /** of its largest arrays, at the same time */
  bytes: number;
  /** how many items take part; the others score 0 */
  itemsUsed: number;
}

/** Null for neural models and for configurations that do not validate. */
export function fitCost(
  spec: ModelSpec,
  config: Config,
  data: { users: number; items: number; interactions: number },
): FitCost | null {
  if (spec.neural || validateConfig(spec, config).some(({ severity }) => severity === 'error')) return null;
  const { users, items, interactions } = data;
  switch (spec.id) {
    case 'ease': {
      // the matrix in doubles, and the weights in singles
      const itemsUsed = Math.min(items, config.maxItems as number);
      return { bytes: 12 * itemsUsed ** 2, itemsUsed };
    }
    case 'als':
      // both sides in doubles to compute with and in singles to look at; users of items beside items of users
      return { bytes: 12 * (users + items) * (config.factors as number) + 8 * interactions, itemsUsed: items };
    case 'itemknn':
      // a neighbour is two indices and a similarity, once as found and once by the item that it adds to
      return { bytes: 32 * items * Math.min(items, config.neighbours as number) + 8 * interactions, itemsUsed: items };
    default:
      return { bytes: 4 * items, itemsUsed: items };
  }
}

function problem(
  severity: ConfigProblem['severity'],
  parameter: string,
  code: ProblemCode,
  values: ConfigProblem['values'] = {},
): ConfigProblem {
  return { parameter, severity, code, values };
}

function isNumberList(value: ConfigValue): value is number[] {
  return Array.isArray(value) && value.every((n) => typeof n === 'number' && Number.isFinite(n));
}

function copy(value: ConfigValue): ConfigValue {
  return Array.isArray(value) ? [...value] : value;
}
