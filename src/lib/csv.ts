/** Comma-separated values after RFC 4180. */
export type CsvValue = string | number | null | undefined;

/** One line with its CR LF: cells with commas, quotes or line ends are quoted, quotes doubled; nothing stays empty. */
export function csvLine(cells: readonly CsvValue[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: CsvValue): string {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
