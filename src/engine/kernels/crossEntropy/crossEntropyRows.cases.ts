import { integers, normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';
import { crossEntropyRowsReference } from './crossEntropyRows.reference';

export function crossEntropyRowsCases(): KernelCase[] {
  const shapes = [
    ...SIZES.flatMap((size) => [
      [size, 9],
      [6, size],
    ]),
    [3, 1000],
  ];
  return shapes.flatMap(([rows, columns]) =>
    // logits of hundreds overflow exp unless the largest is taken off first
    [1, 200].map((scale) => {
      const logits = normals(1, [rows, columns], scale);
      const targets = integers(2, [rows], columns);
      const weights = normals(3, [rows]);
      weights.data[0] = rows > 1 ? 0 : 1;
      return {
        name: `crossEntropyRows [${rows}, ${columns}], logits of about ${scale}`,
        inputs: [logits, targets, weights],
        run(kernels, [logits, targets, weights]) {
          const { losses, gradient } = kernels.crossEntropyRows(logits, targets, weights, true);
          return gradient ? [losses, gradient] : [losses];
        },
        expected: crossEntropyRowsReference(logits.data, targets.data, weights.data),
      } satisfies KernelCase;
    }),
  );
}
