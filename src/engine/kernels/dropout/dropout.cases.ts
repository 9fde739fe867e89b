import { normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';
import { dropoutKey, dropoutMask } from './dropoutBits';

export function dropoutCases(): KernelCase[] {
  return [...SIZES, 5000].flatMap((size) =>
    [0.1, 0.5].map((rate) => {
      const x = normals(1, [size]);
      const key = dropoutKey(size - 7, 3);
      const mask = dropoutMask(size, rate, key);
      return {
        name: `dropout ${rate} of ${size}`,
        inputs: [x],
        run: (kernels, [x]) => [kernels.dropout(x, rate, key)],
        expected: [x.data.map((value, i) => value * mask[i])],
      } satisfies KernelCase;
    }),
  );
}
