export type CellValue = string | number | null | undefined;

/** Rows as CSV after RFC 4180: commas, quotes doubled, lines ended by CR LF. */
export function toCsv(header: string[], rows: CellValue[][]): string {
  const cell = (value: CellValue) => {
    const text = value === null || value === undefined ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
