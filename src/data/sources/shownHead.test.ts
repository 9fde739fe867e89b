import { expect, test } from 'vitest';
import { shownHead } from './shownHead';

const bytes = (text: string) => new TextEncoder().encode(text);

test('a text shows its first line, anything else its first bytes', () => {
  expect(shownHead(bytes('<!doctype html>\n<title>'))).toBe('"<!doctype html>"');
  expect(shownHead(bytes('\uFEFFanna\r\nberta'))).toBe('"anna"');
  expect(shownHead(bytes('x'.repeat(100)))).toBe(`"${'x'.repeat(60)}…"`);
  expect(shownHead(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0))).toBe('D0 CF 11 E0 A1 B1 1A E1');
  expect(shownHead(new Uint8Array(0))).toBe('(empty)');
});
