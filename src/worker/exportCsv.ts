/** Long tables as CSV files, made in blocks: messages are let in between, so that progress shows and Cancel works. */
import type { PreparedDataset } from '@/data/types';
import { topLists, unseen } from '@/eval/topLists';
import { numRowsOf, type RowLists, rowOf } from '@/lib/csr';
import { type CsvValue, csvLine } from '@/lib/csv';
import { PlaygroundError } from '@/lib/errors';
import type { Scorer } from '@/lib/scorer';
import { yieldToEvents } from '@/lib/yieldToEvents';

export interface ExportControl {
  /** @param fraction 0..1 */
  onProgress?: (fraction: number) => void;
  shouldStop?: () => boolean;
}

/** Rows that become one piece of the file. */
const BLOCK_ROWS = 20_000;
const BREATHE_MS = 50;

/** All interactions, user by user: user, item, rating, timestamp (seconds since 1970, empty without times), part. */
export async function preparedCsv(dataset: PreparedDataset, control: ExportControl = {}): Promise<Blob> {
  const parts = ['train', 'valid', 'test'] as const;
  const numUsers = dataset.userIds.length;
  const file = new CsvBlob(['user', 'item', 'rating', 'timestamp', 'part'], control);
  for (let user = 0; user < numUsers; user++) {
    for (const part of parts) {
      const { offsets, items } = dataset[part];
      for (let k = offsets[user]; k < offsets[user + 1]; k++) {
        file.add([
          dataset.userIds[user],
          dataset.items[items[k]].id,
          shortest(dataset.ratings[part][k]),
          dataset.times?.[part][k],
          part,
        ]);
      }
    }
    await file.breathe((user + 1) / numUsers);
  }
  return file.end();
}

/**
 * The best k items of every user that the user does not know yet: user, rank (from 1), item, title, score. Scores have
 * as many digits as it takes to read the same 32-bit float back.
 * @param known by user, in time order
 */
export async function topKCsv(
  scorer: Scorer,
  dataset: Pick<PreparedDataset, 'userIds' | 'items'>,
  known: RowLists,
  k: number,
  control: ExportControl = {},
): Promise<Blob> {
  const numUsers = numRowsOf(known);
  const file = new CsvBlob(['user', 'rank', 'item', 'title', 'score'], control);
  const requestOf = (user: number) => unseen(rowOf(known, user));
  const everybody = Int32Array.from({ length: numUsers }, (_, user) => user);
  const options = { history: known, numItems: dataset.items.length, k, requestOf };
  let done = 0;
  for await (const { users, items, scores } of topLists(scorer, everybody, options)) {
    users.forEach((user, b) => {
      for (let at = b * k; at < (b + 1) * k && items[at] >= 0; at++) {
        const { id, title } = dataset.items[items[at]];
        file.add([dataset.userIds[user], at - b * k + 1, id, title, shortest(scores[at])]);
      }
    });
    done += users.length;
    await file.breathe(done / numUsers);
  }
  return file.end();
}

/** The shortest number that is the same 32-bit float. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

/** Text in blocks: a blob may be larger than the longest string. */
class CsvBlob {
  private readonly blocks: Blob[] = [];
  private lines: string[] = [];
  private breathed = performance.now();

  constructor(
    header: string[],
    private readonly control: ExportControl,
  ) {
    this.add(header);
  }

  add(cells: CsvValue[]): void {
    this.lines.push(csvLine(cells));
    if (this.lines.length >= BLOCK_ROWS) this.endBlock();
  }

  /** @throws PlaygroundError 'cancelled' */
  async breathe(fraction: number): Promise<void> {
    if (performance.now() - this.breathed < BREATHE_MS) return;
    this.control.onProgress?.(fraction);
    await yieldToEvents();
    this.breathed = performance.now();
    if (this.control.shouldStop?.()) throw new PlaygroundError('cancelled', 'the export was cancelled');
  }

  end(): Blob {
    this.endBlock();
    return new Blob(this.blocks, { type: 'text/csv;charset=utf-8' });
  }

  private endBlock(): void {
    this.blocks.push(new Blob([this.lines.join('')]));
    this.lines = [];
  }
}
