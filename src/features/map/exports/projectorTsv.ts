/**
 * The two files that the Embedding Projector (projector.tensorflow.org) loads: vectors without a heading, and what the
 * rows are, with one. It knows no quotes: tabs and line ends within a text would shift columns, and become spaces.
 */

/** @param data [rows * columns] */
export function vectorsTsv(data: Float32Array, columns: number): string {
  const lines: string[] = [];
  for (let start = 0; start < data.length; start += columns) {
    lines.push(Array.from(data.subarray(start, start + columns), shortest).join('\t'));
  }
  return lines.map((line) => `${line}\n`).join('');
}

export function metadataTsv(heading: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [heading, ...rows].map((row) => `${row.map(cell).join('\t')}\n`).join('');
}

/** The fewest digits that give the same float32 back. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}

function cell(value: string | number): string {
  return String(value).replace(/[\t\r\n\u2028\u2029]+/g, ' ');
}
