/** Rows whose name contains the query, the most popular first; upper case and accents do not matter. */
export function searchNames(
  query: string,
  numRows: number,
  nameOf: (row: number) => string,
  counts: ArrayLike<number> | null,
  limit: number,
): number[] {
  const wanted = fold(query.trim());
  if (wanted === '') return [];
  const found: number[] = [];
  for (let row = 0; row < numRows; row++) if (fold(nameOf(row)).includes(wanted)) found.push(row);
  return found.sort((a, b) => (counts?.[b] ?? 0) - (counts?.[a] ?? 0) || a - b).slice(0, limit);
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
