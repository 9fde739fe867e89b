/** What one training step on one element does: questions and answers. */

export interface StepQuestion {
  userIndex: number;
  /** which element of the user's: equal numbers draw the same one */
  draw: number;
  /** so many steps on the same element, from 1 */
  steps: number;
  /** Adam's moments: from zero, or as the run has them in the middle of training */
  moments: 'zero' | 'run';
}

/** The films of an element, before a step or after one. */
export interface StepMoment {
  /** of this element alone, without dropout */
  loss: number;
  /** scores of the element's two films */
  positive: number;
  negative: number;
  /** from 1, of the positive film among itself and the films that the user does not have */
  rank: number;
}

/** What a step does to one parameter tensor. */
export interface TensorStep {
  name: string;
  shape: number[];
  /** length of the gradient, and of the change */
  gradientNorm: number;
  changeNorm: number;
  /** rows of a table, or single numbers of anything else, whose gradient is not 0 */
  touched: number;
  /** of so many */
  total: number;
}

/** Adam's update of one number, worked out. */
export interface WorkedNumber {
  tensor: string;
  /** place in the tensor's rows */
  row: number;
  column: number;
  before: number;
  gradient: number;
  /** moments after the step, before they are corrected */
  firstMoment: number;
  secondMoment: number;
  /** 1 - beta^t */
  correction1: number;
  correction2: number;
  after: number;
}

export interface StepTrial {
  userIndex: number;
  kind: 'pointwise' | 'pairwise' | 'sequence';
  /** what the model reads before it, oldest first; empty where it reads no sequence */
  history: number[];
  positive: number;
  negative: number;
  /** sampled as in training, or, where the loss is over all films, the film that stands highest beside the positive one */
  negativeIs: 'sampled' | 'rival' | 'candidate';
  /** before the first step, and after each */
  moments: StepMoment[];
  /** of the last step, the largest gradient first */
  tensors: TensorStep[];
  worked: WorkedNumber;
  /** the row that the worked number is in */
  row: { before: number[]; gradient: number[]; after: number[] };
  /** whom the row belongs to; null where rows are nobody's */
  rowOf: { side: 'users' | 'items'; index: number } | null;
  adam: { learningRate: number; beta1: number; beta2: number; epsilon: number };
  /** Adam steps that the run has moments of; null where it has none: its training is over */
  runMoments: number | null;
}
