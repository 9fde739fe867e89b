/** Implementations by id, for the workers only: the page reads `catalog.ts`. The compiler asks for a line per model. */
import { fitALS } from './als/als';
import { fitEASE } from './ease/ease';
import { fitItemKNN } from './itemknn/itemknn';
import { explainLightGCN } from './lightgcn/explain';
import { buildLightGCN } from './lightgcn/lightgcn';
import { fitMarkov } from './markov/markov';
import { explainNeuMF } from './neumf/explain';
import { buildNeuMF } from './neumf/neumf';
import { fitPopularity } from './popularity/popularity';
import { fitRandom } from './random/random';
import { explainSASRec } from './sasrec/explain';
import { buildSASRec } from './sasrec/sasrec';
import type { BaselineId, BuildExplainer, BuildModel, FitBaseline, NeuralModelId } from './types';

export const NEURAL_MODELS: Record<NeuralModelId, BuildModel> = {
  neumf: buildNeuMF,
  lightgcn: buildLightGCN,
  sasrec: buildSASRec,
};

/** What Inspect asks: why a score is what it is, and scores for somebody new. Baselines bring it with their fit. */
export const EXPLAINERS: Record<NeuralModelId, BuildExplainer> = {
  neumf: explainNeuMF,
  lightgcn: explainLightGCN,
  sasrec: explainSASRec,
};

export const BASELINES: Record<BaselineId, FitBaseline> = {
  ease: fitEASE,
  als: fitALS,
  itemknn: fitItemKNN,
  markov: fitMarkov,
  popularity: fitPopularity,
  random: fitRandom,
};
