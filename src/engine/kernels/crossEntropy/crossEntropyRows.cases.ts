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
    [
      { scale: 1, isFirst: false },
      { scale: 200, isFirst: false },
      { scale: 1, isFirst: true },
    ].map(({ scale, isFirst }) => {
      const logits = normals(1, [rows, columns], scale);
      const targets = integers(2, [rows], isFirst ? 1 : columns);
      const weights = normals(3, [rows]);
      weights.data[0] = rows > 1 ? 0 : 1;
      return {
        name: `crossEntropyRows [${rows}, ${columns}], logits of about ${scale}${isFirst ? ', targets in front' : ''}`,
        inputs: [logits, targets, weights],
        run(kernels, [logits, targets, weights]) {
          const { losses, gradient } = kernels.crossEntropyRows(logits, isFirst ? null : targets, weights, true);
          return gradient ? [losses, gradient] : [losses];
        },
        expected: crossEntropyRowsReference(logits.data, targets.data, weights.data),
      } satisfies KernelCase;
    }),
  );
}
