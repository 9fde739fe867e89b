/** Rows as Adam sees them: a matrix has rows along its first axis, anything else is one. */
export function rowsOf(shape: readonly number[]): { rows: number; columns: number } {
  const size = shape.reduce((size, length) => size * length, 1);
  const rows = shape.length < 2 ? 1 : shape[0];
  return { rows, columns: size / Math.max(1, rows) };
}
