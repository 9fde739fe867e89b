/** Whether a table will fit, asked before reading it: a worker that runs out of memory is gone without a word. */
import { PlaygroundError } from '@/lib/errors';

/** The columns of a row (20 bytes) while they are put together, then grouped by user, filtered and split once. */
const BYTES_PER_ROW = 80;
const GIGABYTE = 2 ** 30;

/** @throws PlaygroundError 'file-too-large' if what reading and preparing so many rows takes is not to be had */
export function requireMemory(path: string, rows: number): void {
  const bytes = Math.max(1, rows) * BYTES_PER_ROW;
  // Chromium says how much memory there is, 8 GB standing for any more than that.
  const { deviceMemory = 8 } = (globalThis.navigator ?? {}) as { deviceMemory?: number };
  const limit = deviceMemory < 8 ? (deviceMemory * GIGABYTE) / 2 : Number.POSITIVE_INFINITY;
  if (bytes > limit || !canReserve(bytes)) throw tooLarge(path, bytes);
}

/** @param bytes what would be needed, null if that is not known */
export function tooLarge(path: string, bytes: number | null): PlaygroundError {
  const needed = bytes === null ? null : `${(bytes / GIGABYTE).toFixed(1)} GB`;
  return new PlaygroundError('file-too-large', `${path} does not fit into memory${needed ? `: about ${needed}` : ''}`, {
    file: path,
    ...(needed && { needed }),
  });
}

/** Pages that nobody writes to cost nothing: this asks for the addresses only, and gives them back. */
function canReserve(bytes: number): boolean {
  try {
    return new ArrayBuffer(Math.ceil(bytes)).byteLength > 0;
  } catch {
    return false;
  }
}
