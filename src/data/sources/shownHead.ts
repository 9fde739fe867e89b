import { quoteField } from '../formats/badRow';

const SHOWN_BYTES = 8;

/** How bytes begin, as a person can compare it: the first line of a text, else numbers as in `D0 CF 11 E0`. */
export function shownHead(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 200), { stream: true });
  const [line] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  // Below a space, but for tab and line ends, and what is no UTF-8.
  const isText =
    [...text].every((character) => character >= ' ' || '\t\r\n'.includes(character)) && !text.includes('\uFFFD');
  if (isText) return quoteField(line);
  return Array.from(bytes.subarray(0, SHOWN_BYTES), (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(
    ' ',
  );
}
