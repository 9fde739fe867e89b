/** Whether the first bytes of a file are text, and in which encoding. */
import type { Encoding } from '../../importTypes';

export type Inspected = { kind: 'empty' | 'binary' } | { kind: 'text'; encoding: Encoding; hasByteOrderMark: boolean };

/** Of plain text, hardly any byte is a control character other than tab, line end and form feed. */
const MAX_CONTROLS = 0.01;

/** @param bytes the file's first bytes; `isAll`: there are no more, so that nothing can be cut off at the end */
export function inspectText(bytes: Uint8Array, isAll: boolean): Inspected {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { kind: 'text', encoding: 'utf-16le', hasByteOrderMark: true };
  if (looksLikeUtf16(bytes)) return { kind: 'text', encoding: 'utf-16le', hasByteOrderMark: false };
  let controls = 0;
  for (const byte of bytes) {
    if (byte === 0) return { kind: 'binary' };
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12) controls++;
  }
  if (controls > bytes.length * MAX_CONTROLS) return { kind: 'binary' };
  const encoding = isUtf8(bytes, isAll) ? 'utf-8' : 'windows-1252';
  const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const start = bytes.subarray(0, 8);
  if (isAll && new TextDecoder().decode(bytes).trim() === '') return { kind: 'empty' };
  if (new TextDecoder('windows-1252').decode(start).startsWith('%PDF-')) return { kind: 'binary' };
  return { kind: 'text', encoding, hasByteOrderMark };
}

/** Text in one of the encodings, without its byte order mark. */
export function decodeAs(bytes: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(bytes);
}

/** Latin text in UTF-16, little endian: every other byte is 0, and none of the others. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, 512) & ~1;
  if (length < 4) return false;
  let zeros = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) return false;
    if (bytes[i + 1] === 0) zeros++;
  }
  return zeros > length / 2 - length / 10;
}

/** A character that the end of the head cuts in two is no fault. */
function isUtf8(bytes: Uint8Array, isAll: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isAll });
    return true;
  } catch {
    return false;
  }
}
