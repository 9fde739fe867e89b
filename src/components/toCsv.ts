import { type CsvValue, csvLine } from '@/lib/csv';

export type CellValue = CsvValue;

/** Rows as CSV with a header. */
export function toCsv(header: string[], rows: CellValue[][]): string {
  return [header, ...rows].map(csvLine).join('');
}
