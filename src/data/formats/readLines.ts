/** Goes through the rows of a small file (films, users), whatever its columns. */
import type { ImportControl } from '../importControl';
import type { ProblemLog, RowProblem } from '../problemLog';
import { joinBlocks } from '../sources/joinBlocks';
import { type DecodedText, decodeText } from './decodeText';
import type { ArchiveFile } from './layout';

/** Makes something of one line (without its line end), or says what is wrong with it. */
export type ParseLine<T> = (line: string) => T | RowProblem;

/**
 * @param header the first line names the columns
 * @returns what was made of the lines, and how the file is encoded; bad lines go to `problems`
 * @throws what reading the file throws
 */
export async function readLines<T extends object>(
  file: ArchiveFile,
  parse: ParseLine<T>,
  problems: ProblemLog,
  control: ImportControl,
  { header = false } = {},
): Promise<{ rows: T[]; encoding: DecodedText['encoding'] }> {
  const { text, encoding } = decodeText(await joinBlocks(file.blocks(control)));
  const rows: T[] = [];
  const lines = text.split('\n');
  for (let i = header ? 1 : 0; i < lines.length; i++) {
    const line = lines[i].endsWith('\r') ? lines[i].slice(0, -1) : lines[i];
    if (line === '') continue;
    const row = parse(line);
    if (isProblem(row)) problems.add(file.path, i + 1, row);
    else rows.push(row);
  }
  return { rows, encoding };
}

export function isProblem(value: object): value is RowProblem {
  return 'kind' in value && 'expected' in value;
}
