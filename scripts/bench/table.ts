/** Tables as Markdown, and numbers short enough for them. */

export function printTable(title: string, headings: string[], rows: (string | number)[][]): void {
  const isNumber = (column: number) => rows.every((row) => /^[–~\d]/.test(String(row[column])));
  const lines = [headings, headings.map((_, column) => (column > 0 && isNumber(column) ? '---:' : '---')), ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  console.log(`\n### ${title}\n\n${lines.join('\n')}`);
}

/** Three digits that matter. */
export function short(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential(1);
  return value >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

export const megabytes = (bytes: number | null) => (bytes === null ? '–' : short(bytes / 1e6));

export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 120) return `${short(seconds)} s`;
  return seconds < 7200 ? `${short(seconds / 60)} min` : `${short(seconds / 3600)} h`;
}
