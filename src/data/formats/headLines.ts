import type { ImportControl } from '../importControl';
import type { ArchiveFile } from './layout';

const HEAD_BYTES = 1 << 14;

/** The first lines that are not empty, without line ends and byte order mark; none of them is cut off. */
export async function headLines(file: ArchiveFile, control: ImportControl): Promise<string[]> {
  const bytes = await file.head(HEAD_BYTES, control);
  const text = new TextDecoder('windows-1252').decode(bytes).replace(/^ï»¿/, '');
  const lines = text.split(/\r?\n/);
  if (bytes.length >= HEAD_BYTES && lines.length > 1) lines.pop();
  return lines.filter((line) => line !== '');
}

/**
 * Whether most lines have as many fields as are allowed and start with two ids that are numbers. What follows them may be
 * wrong: that is for the reader to say.
 */
export function areInteractions(lines: string[], delimiter: string, allowed: readonly number[]): boolean {
  const fitting = lines.filter((line) => {
    const fields = line.split(delimiter);
    return allowed.includes(fields.length) && fields.slice(0, 2).every((field) => /^\d+$/.test(field));
  });
  return lines.length > 0 && fitting.length > lines.length / 2;
}
