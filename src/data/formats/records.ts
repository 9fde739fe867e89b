/** Records of a text as bytes arrive: where one ends, with or without quotes that hide line ends. */
import type { ArchiveFile } from './layout';

export const NEWLINE = 10;
export const RETURN = 13;
const QUOTE = 34;
const MAX_BLOCK_BYTES = 1 << 16;
/** A quote that is open for longer was never meant to be one. */
export const MAX_QUOTED_BYTES = 1 << 16;

/**
 * The end (exclusive, without the line end's `\n`) of the record that starts at `start`, where quotes count.
 * @returns -1 if it is not in the bytes: no line end yet, or a quote is still open
 */
export function quotedRecordEnd(bytes: Uint8Array, start: number, end: number, delimiter: string): number {
  const first = delimiter.charCodeAt(0);
  const second = delimiter.length > 1 ? delimiter.charCodeAt(1) : -1;
  let fieldStart = true;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === NEWLINE) return at;
    if (fieldStart && byte === QUOTE) {
      at = afterQuoted(bytes, at + 1, end, first);
      if (at < 0) return -1;
      // what follows the closing quote is looked at next
      at--;
      fieldStart = false;
    } else if (byte === first && second < 0) {
      fieldStart = true;
    } else if (byte === first && bytes[at + 1] === second) {
      at++;
      fieldStart = true;
    } else {
      fieldStart = false;
    }
  }
  return -1;
}

/** The place after the quote that closes a field: before a delimiter, a line end, or the end of the bytes. */
function afterQuoted(bytes: Uint8Array, start: number, end: number, delimiter: number): number {
  for (let at = start; at < end; at++) {
    if (bytes[at] !== QUOTE) continue;
    const next = at + 1 < end ? bytes[at + 1] : NEWLINE;
    if (next === QUOTE) at++;
    else if (next === delimiter || next === NEWLINE || next === RETURN) return at + 1;
  }
  return -1;
}

/** Blocks of UTF-16 (little endian) as blocks of UTF-8, so that readers meet one kind of line end. */
export async function* asUtf8(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });
  const encoder = new TextEncoder();
  for await (const block of blocks) yield encoder.encode(decoder.decode(block, { stream: true }));
  const rest = decoder.decode();
  if (rest) yield encoder.encode(rest);
}

/** How many bytes of a UTF-8 byte order mark these start with. */
export function byteOrderMark(bytes: Uint8Array): 0 | 3 {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/**
 * Hands on blocks with what was left of the one before in front.
 * @param take reads what it can of bytes[0, end); @returns how many it read. `isLast`: there are no more
 */
export async function withRest(
  blocks: AsyncIterable<Uint8Array>,
  take: (bytes: Uint8Array, end: number, isLast: boolean) => number,
  between: () => Promise<void>,
): Promise<void> {
  let buffer = new Uint8Array(1 << 17);
  let length = 0;
  for await (const block of inSlices(blocks)) {
    if (length + block.length > buffer.length) {
      const larger = new Uint8Array(2 * (length + block.length));
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    buffer.set(block, length);
    length += block.length;
    const taken = take(buffer, length, false);
    buffer.copyWithin(0, taken, length);
    length -= taken;
    await between();
  }
  take(buffer, length, true);
}

/** Browsers hand out blocks of megabytes: too much to read without listening to anyone in between. */
async function* inSlices(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const block of blocks) {
    for (let at = 0; at < block.length; at += MAX_BLOCK_BYTES) yield block.subarray(at, at + MAX_BLOCK_BYTES);
  }
}

/** The blocks of a file in an encoding that has ASCII's bytes for ASCII's characters. */
export function asciiBlocks(
  blocks: ReturnType<ArchiveFile['blocks']>,
  encoding: 'utf-8' | 'windows-1252' | 'utf-16le',
): AsyncIterable<Uint8Array> {
  return encoding === 'utf-16le' ? asUtf8(blocks) : blocks;
}
