/**
 * The rows whose user (or item) has at least `least` of these rows.
 * @param indices [rows of the table] the user (or item) of each row
 * @param count how many users (or items) there are
 * @returns `rows` itself if all stay
 */
export function keepFrequent(rows: Int32Array, indices: Int32Array, count: number, least: number): Int32Array {
  if (least <= 1) return rows;
  const counts = new Int32Array(count);
  for (let i = 0; i < rows.length; i++) counts[indices[rows[i]]]++;
  const kept = new Int32Array(rows.length);
  let size = 0;
  for (let i = 0; i < rows.length; i++) if (counts[indices[rows[i]]] >= least) kept[size++] = rows[i];
  return size === rows.length ? rows : kept.slice(0, size);
}
