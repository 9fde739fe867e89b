/** The NCF authors' `test.negative`: `(user,item)`, then the items to rank it against, separated by tabs. */
import type { RowLists } from '@/lib/csr';
import type { ImportControl } from '../importControl';
import type { ProblemLog, RowProblem } from '../problemLog';
import { quoteField } from './badRow';
import type { InteractionRows } from './interactionRows';
import type { ArchiveFile } from './layout';
import { readLines } from './readLines';

const PAIR = /^\((\d{1,15}),\s*\d{1,15}\)$/;

/** @param rows of train and test: who and what is in neither has no index. @returns for each user of `rows` */
export async function readNegatives(
  file: ArchiveFile,
  rows: InteractionRows,
  problems: ProblemLog,
  control: ImportControl,
): Promise<RowLists> {
  const parse = (line: string) => parseNegatives(line, rows);
  const { rows: lists } = await readLines(file, parse, problems, control);
  const ofUsers = new Map(lists.map(({ user, items }) => [user, items]));
  const offsets = new Int32Array(rows.userIds.size + 1);
  for (let user = 0; user < rows.userIds.size; user++) {
    offsets[user + 1] = offsets[user] + (ofUsers.get(user)?.length ?? 0);
  }
  const items = new Int32Array(offsets[offsets.length - 1]);
  for (const [user, negatives] of ofUsers) items.set(negatives, offsets[user]);
  return { offsets, items };
}

function parseNegatives(line: string, rows: InteractionRows): { user: number; items: Int32Array } | RowProblem {
  const [pair, ...fields] = line.split('\t');
  const match = PAIR.exec(pair);
  if (!match) {
    return { kind: 'not-a-number', column: 'userId', found: quoteField(pair), expected: 'a pair such as (0,25)' };
  }
  const user = rows.userIds.find(String(Number(match[1])));
  if (user < 0) return unknown('userId', match[1], 'a user of the ratings');
  const items = new Int32Array(fields.length);
  let count = 0;
  for (const field of fields) {
    if (field === '') continue;
    const item = itemOf(field, rows);
    if (typeof item !== 'number') return item;
    items[count++] = item;
  }
  return { user, items: items.subarray(0, count) };
}

function itemOf(field: string, rows: InteractionRows): number | RowProblem {
  if (!/^\d{1,15}$/.test(field)) {
    return { kind: 'not-a-number', column: 'itemId', found: quoteField(field), expected: 'a whole number as itemId' };
  }
  const item = rows.itemIds.find(String(Number(field)));
  return item < 0 ? unknown('itemId', field, 'an item of the ratings') : item;
}

function unknown(column: string, found: string, expected: string): RowProblem {
  return { kind: 'unknown-item', column, found: quoteField(found), expected };
}
