/** An elementwise formula in two forms: a WGSL expression and the same in tfjs ops. */
import { type Tensor, tf } from '../../tf';

/**
 * How an input's elements belong to the output's element i of `size`:
 * - element: same index
 * - column: i % size of the input: a vector over the last axes, repeated
 * - row: i / (size / size of the input): one value for each row
 * - scalar: the only one
 */
export type InputIndex = 'element' | 'column' | 'row' | 'scalar';

export interface Elementwise {
  /** unique: pipelines are cached under it */
  name: string;
  /** names in the expression and how they are indexed, in the order of the inputs */
  inputs: Record<string, InputIndex>;
  /** WGSL, of the inputs' names and c0, c1 ... for constants */
  wgsl: string;
  /** The same of tensors that broadcast. */
  tfjs(inputs: Tensor[], constants: number[]): Tensor;
}

/** The tfjs form on any backend. */
export function elementwiseByTfjs(
  definition: Elementwise,
  inputs: Tensor[],
  shape: readonly number[],
  constants: number[],
): Tensor {
  const indices = Object.values(definition.inputs);
  const size = tf.util.sizeFromShape([...shape]);
  // Seen as a matrix in which 'row' inputs are columns of it and 'column' inputs rows of it.
  let numRows = 1;
  let numColumns = size;
  indices.forEach((index, i) => {
    if (index === 'row') [numRows, numColumns] = [inputs[i].size, size / Math.max(1, inputs[i].size)];
    if (index === 'column') [numRows, numColumns] = [size / Math.max(1, inputs[i].size), inputs[i].size];
  });
  const views = inputs.map((input, i) => {
    if (indices[i] === 'element') return input.reshape([numRows, numColumns]);
    if (indices[i] === 'column') return input.reshape([1, numColumns]);
    if (indices[i] === 'row') return input.reshape([numRows, 1]);
    return input.reshape([1, 1]);
  });
  return definition.tfjs(views, constants).reshape([...shape]);
}
