/** Parts of matrices put together and taken out, on WebGPU. */
import type { Handle } from '../../Handle';
import type { Emitter, GpuKernel } from '../gpu/GpuKernel';

/** Side by side: [R, C_k] -> [R, sum of C_k] */
export function concatColumns(emitter: Emitter, parts: Handle[]): Handle {
  const [numRows] = parts[0].shape;
  const columns = parts.reduce((sum, { shape }) => sum + shape[1], 0);
  const result = emitter.output([numRows, columns]);
  const inputs = Object.fromEntries(parts.map((part, k) => [`part${k}`, part]));
  const widths = Object.fromEntries(parts.map(({ shape }, k) => [`width${k}`, shape[1]]));
  emitter.run(concatKernel(parts.length), inputs, { result }, { ...widths, columns });
  return result;
}

const concatKernels = new Map<number, GpuKernel>();

function concatKernel(count: number): GpuKernel {
  const known = concatKernels.get(count);
  if (known) return known;
  const numbers = Array.from({ length: count }, (_, k) => k);
  const kernel: GpuKernel = {
    key: `concatColumns/${count}`,
    inputs: Object.fromEntries(numbers.map((k) => [`part${k}`, 'f32' as const])),
    outputs: ['result'],
    words: Object.fromEntries([...numbers.map((k) => `width${k}`), 'columns'].map((word) => [word, 'u32' as const])),
    inlineInputs: numbers.map((k) => `part${k}`),
    map: ({ read, word }) => ({
      lines: `let row = i / ${word('columns')};
    var column = i % ${word('columns')};
    var value = 0.0;
    ${numbers
      .map((k) => {
        const inside = `value = ${read(`part${k}`, `row * ${word(`width${k}`)} + column`)};`;
        return k === count - 1
          ? `{ ${inside} }`
          : `if (column < ${word(`width${k}`)}) { ${inside} } else { column -= ${word(`width${k}`)};`;
      })
      .join('\n    ')}${' }'.repeat(count - 1)}`,
      value: 'value',
    }),
  };
  concatKernels.set(count, kernel);
  return kernel;
}

/** Columns start .. start + count: [R, C] -> [R, count] */
export function sliceColumns(emitter: Emitter, x: Handle, start: number, count: number): Handle {
  const [numRows, columns] = x.shape;
  const result = emitter.output([numRows, count]);
  emitter.run(SLICE_COLUMNS, { x }, { result }, { columns, start, count });
  return result;
}

export const SLICE_COLUMNS: GpuKernel = {
  key: 'sliceColumns',
  inputs: { x: 'f32' },
  outputs: ['result'],
  words: { columns: 'u32', start: 'u32', count: 'u32' },
  inlineInputs: ['x'],
  map: ({ read, word }) => ({
    lines: '',
    value: read('x', `i / ${word('count')} * ${word('columns')} + ${word('start')} + i % ${word('count')}`),
  }),
};

/** Rows of zeros around, so that x begins at row `start` of `numRows`: [R, C] -> [numRows, C] */
export function padRows(emitter: Emitter, x: Handle, start: number, numRows: number): Handle {
  const [, columns] = x.shape;
  const result = emitter.output([numRows, columns]);
  emitter.run(PAD_ROWS, { x }, { result }, { first: start * columns, count: x.size });
  return result;
}

export const PAD_ROWS: GpuKernel = {
  key: 'padRows',
  inputs: { x: 'f32' },
  outputs: ['result'],
  words: { first: 'u32', count: 'u32' },
  // Blocks of rows, one after another, share a shader.
  freshWords: ['first'],
  inlineInputs: ['x'],
  map: ({ read, word }) => ({
    // Below `first` the difference wraps around to a large number.
    lines: `let at = i - ${word('first')};
    let value = ${read('x', `min(at, ${word('count')} - 1u)`)};`,
    value: `select(0.0, value, at < ${word('count')})`,
  }),
};
