/** What a model is: a plain spec the page may import (`catalog.ts`), and an implementation for the worker (`registry.ts`). */
import type {
  AdamOptions,
  ForwardFunction,
  HostArray,
  HostArrays,
  LossFunction,
  SharedFunction,
  SparseMatrix,
} from '@/engine/types';
import type { CsrMatrix, RowLists } from '@/lib/csr';
import type { Scorer } from '@/lib/scorer';
import type { SequenceReading } from './attention';
import type { Initializer } from './init';
import type { InsideAnswer, InsideQuestion } from './inside';
import type { Why } from './why';

export type NeuralModelId = 'neumf' | 'lightgcn' | 'sasrec';
/** Need no training loop; `random` is the floor that every curve starts from. */
export type BaselineId = 'popularity' | 'itemknn' | 'ease' | 'als' | 'markov' | 'random';
export type ModelId = NeuralModelId | BaselineId;

/** A number the user may change. Texts are in the catalogue under `params.<model>.<name>.{label,help,less,more}`. */
export interface NumberParameter {
  kind: 'number';
  name: string;
  /** recommended range; outside it warns, but is allowed within hardMin..hardMax */
  min: number;
  max: number;
  hardMin: number;
  hardMax: number;
  default: number;
  integer: boolean;
  scale: 'linear' | 'log';
  unit: 'none' | 'epochs' | 'samples' | 'dimensions' | 'items' | 'layers';
  /** shown on the closed card */
  main: boolean;
  /** added later: configurations from before do not have it, and mean the default */
  later?: boolean;
}

/** A list of layer widths, such as 128, 64, 32. */
export interface LayersParameter {
  kind: 'layers';
  name: string;
  min: number;
  max: number;
  default: number[];
  main: boolean;
}

export interface ChoiceParameter {
  kind: 'choice';
  name: string;
  options: string[];
  default: string;
  main: boolean;
  /** added later: configurations from before do not have it, and mean the default */
  later?: boolean;
}

/** Weights of LightGCN's layers: 'uniform' or one number a layer 0..K. */
export interface WeightsParameter {
  kind: 'weights';
  name: string;
  default: number[];
  main: boolean;
}

export interface ToggleParameter {
  kind: 'toggle';
  name: string;
  default: boolean;
  main: boolean;
}

export type Parameter = NumberParameter | LayersParameter | ChoiceParameter | WeightsParameter | ToggleParameter;

export type ConfigValue = number | number[] | string | boolean;
/** A full configuration: every parameter of the spec has a value. */
export type Config = Record<string, ConfigValue>;

export interface Preset {
  /** text under `presets.<id>` */
  id: string;
  config: Partial<Config>;
}

export interface ModelSpec {
  id: ModelId;
  /** 'NeuMF' etc.: a name, not translated */
  name: string;
  paper: { authors: string; title: string; venue: string; url: string } | null;
  neural: boolean;
  needsTimestamps: boolean;
  parameters: Parameter[];
  presets: Preset[];
}

/** The sizes and graphs that a model may build on; always of the training part. */
export interface TrainingData {
  numUsers: number;
  numItems: number;
  /** each user's training items, in time order */
  train: RowLists;
  popularity: Int32Array;
}

/** Which batches a model learns from; `train/batches` draws them. Field names and shapes are fixed per kind. */
export type BatchRequest =
  /** users, items int32 [B]; labels, weights [B] */
  | { kind: 'pointwise'; batchSize: number; numNegatives: number; sampler: SamplerId }
  /** users, positives, negatives int32 [B]; weights [B] */
  | { kind: 'pairwise'; batchSize: number; sampler: SamplerId }
  /**
   * inputs, targets, negatives int32 [B, L]; inputMask, weights [B, L]. Right-aligned: padding comes first, with id 0
   * and mask 0. weights are 0 where there is nothing to predict and sum to 1. With numCandidates above 0 also
   * candidates int32 [numCandidates], drawn from all items for the step, candidateIds the same as real numbers, and
   * targetIds [B, L] the targets as such.
   */
  | { kind: 'sequence'; batchSize: number; maxLength: number; sampler: SamplerId; numCandidates: number };

export type SamplerId = 'uniform' | 'popularity';

/** A neural model ready to train on given data. Pure description: owns no device memory but what `constants` made. */
export interface NeuralModel {
  /** Initial values by name, from the seed unless told otherwise. */
  initialParameters(init?: Initializer): HostArrays;
  batches: BatchRequest;
  loss: LossFunction;
  adam: AdamOptions;
  epochs: number;
  /**
   * The loss of a batch without dropout, from what `sharedByScores` gave, found beside the parameters: many batches are
   * validated with the same parameters.
   */
  validationLoss: LossFunction;
  /** What the scores of all users share, computed once for many blocks of them; `score` finds it beside the parameters. */
  sharedByScores: SharedFunction;
  /**
   * Scores of all items for a block of users: [B, numItems].
   * @param users user indices
   * @param history what is known of each user when predicting (train; train + validation at test): SASRec reads it
   */
  scoreInputs(users: Int32Array, history: RowLists): HostArrays;
  score: ForwardFunction;
  /** how many users to score at once, so that activations stay small */
  scoreBlock: number;
  /** user [numUsers, D] and item [numItems, D] embeddings, as used in the score; null where a model has none (SASRec's users) */
  itemEmbeddings: ForwardFunction;
  userEmbeddings: ForwardFunction | null;
}

/** Makes a model. `sparse` uploads a matrix once for the life of the run. */
export type BuildModel = (
  config: Config,
  data: TrainingData,
  seed: number,
  sparse: (matrix: CsrMatrix) => SparseMatrix,
) => NeuralModel;

export type { Scorer } from '@/lib/scorer';

/** How a fit tells how far it is, and how it is told to stop. */
export interface FitControl {
  /** @param fraction 0..1 of the whole fit */
  onProgress?: (fraction: number) => void;
  /** asked about twenty times a second; true ends the fit with error 'cancelled' */
  shouldStop?: () => boolean;
}

/** A baseline that has been fitted. */
export interface FittedBaseline extends Scorer {
  /** what the scores are products of, where there is such a thing: [rows, dimensions] */
  embeddings?: Record<'users' | 'items', HostArray>;
  /** What a score is made of; arguments as in `Explainer`. */
  why(user: number | null, history: Int32Array, item: number): Why;
  /** Only where `score` does not read the history: scores for a history of one's own, [numItems]. */
  foldIn?(items: Int32Array): Float32Array;
}

/** What can be asked about scores beside the scores: for Inspect. */
export interface Explainer {
  /**
   * @param user null for somebody on whom nothing was trained: the score that `foldIn` gives to this history is explained
   * @param history what is known of the user, train and validation, oldest first; models that know users by their vector
   *   explain by what that was learned from
   */
  why(user: number | null, history: Int32Array, item: number): Promise<Why>;
  /**
   * Scores for a history of one's own, of somebody on whom nothing was trained.
   * @param items oldest first, at least one
   * @returns [numItems]
   */
  foldIn(items: Int32Array): Promise<Float32Array>;
  /**
   * What happens on the way to a score. Baselines have no inside of this kind.
   * @throws PlaygroundError 'invalid-config' on a question for another kind of model
   */
  inside?(question: InsideQuestion): Promise<InsideAnswer>;
  /**
   * What the model looks at in a sequence; only models with attention have it.
   * @param items oldest first, at least one
   */
  read?(items: Int32Array): Promise<SequenceReading>;
}

/** Parameters and scores of a neural run at one moment. */
export interface ExplainerSource {
  /** Those that scores are made of now. @throws PlaygroundError 'cancelled' when training went on while they were read */
  values(): Promise<HostArrays>;
  /** Those of the moment of asking, all of the same step, though training may go on while they are read. */
  snapshot(): Promise<HostArrays>;
  scorer: Scorer;
}

export type BuildExplainer = (config: Config, data: TrainingData, source: ExplainerSource) => Explainer;

/**
 * A baseline is fitted on plain typed arrays, and lets messages in while it works.
 * @throws PlaygroundError 'cancelled' when told to stop, 'out-of-memory' if its arrays do not fit
 */
export type FitBaseline = (
  config: Config,
  data: TrainingData,
  seed: number,
  control?: FitControl,
) => Promise<FittedBaseline>;
