import type { Handle } from '../Handle';
import { asMatrix, assertShape, type OpContext, withGradient } from './OpContext';

/** Along the last axis. */
export function concat(context: OpContext, parts: Handle[]): Handle {
  const leading = parts[0].shape.slice(0, -1);
  const widths = parts.map(({ shape }) => shape[shape.length - 1]);
  assertShape(
    parts.every(({ shape }) => shape.length === leading.length + 1 && leading.every((n, axis) => n === shape[axis])),
    'concat',
    () => `parts ${parts.map(({ shape }) => `[${shape}]`).join(', ')} differ before the last axis`,
  );
  const columns = widths.reduce((sum, width) => sum + width, 0);
  return withGradient(
    context,
    parts,
    () => context.kernels.concatColumns(parts.map(asMatrix)).reshape([...leading, columns]),
    (dy) => {
      let start = 0;
      return widths.map((width, k) => {
        const slice = context.kernels.sliceColumns(asMatrix(dy), start, width);
        start += width;
        return slice.reshape(parts[k].shape);
      });
    },
  );
}
