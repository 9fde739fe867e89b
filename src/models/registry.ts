/** Implementations by id, for the workers only: the page reads `catalog.ts`. The compiler asks for a line per model. */
import { fitALS } from './als/als';
import { fitEASE } from './ease/ease';
import { fitItemKNN } from './itemknn/itemknn';
import { buildLightGCN } from './lightgcn/lightgcn';
import { fitMarkov } from './markov/markov';
import { buildNeuMF } from './neumf/neumf';
import { fitPopularity } from './popularity/popularity';
import { fitRandom } from './random/random';
import { buildSASRec } from './sasrec/sasrec';
import type { BaselineId, BuildModel, FitBaseline, NeuralModelId } from './types';

export const NEURAL_MODELS: Record<NeuralModelId, BuildModel> = {
  neumf: buildNeuMF,
  lightgcn: buildLightGCN,
  sasrec: buildSASRec,
};

export const BASELINES: Record<BaselineId, FitBaseline> = {
  ease: fitEASE,
  als: fitALS,
  itemknn: fitItemKNN,
  markov: fitMarkov,
  popularity: fitPopularity,
  random: fitRandom,
};
