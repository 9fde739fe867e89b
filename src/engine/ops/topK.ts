import { markWords } from '@/lib/marks';
import type { Handle } from '../Handle';
import { assertShape, type OpContext } from './OpContext';

/** Lists of the best candidates, for scoring: see `Ops.topK`. */
export function topK(context: OpContext, scores: Handle, marks: Handle, k: number): Handle {
  const [rows, numItems] = scores.shape;
  const fits = marks.shape[0] === rows && marks.shape[1] === markWords(numItems) && marks.dtype === 'int32';
  assertShape(fits, 'topK', () => `marks [${marks.shape}] for scores [${scores.shape}]`);
  assertShape(k >= 1, 'topK', () => `the ${k} best`);
  return context.kernels.topK(scores, marks, k);
}
