import { describe, expect, it } from 'vitest';
import { latin1 } from '../testSupport';
import { decodeText } from './decodeText';

describe('decodeText', () => {
  it.each([
    ['ASCII', new TextEncoder().encode('plain'), 'plain'],
    ['UTF-8', new TextEncoder().encode('Séance, 夜'), 'Séance, 夜'],
    ['ISO-8859-1', latin1('Séance à Nová Ves'), 'Séance à Nová Ves'],
    ['UTF-8', Uint8Array.of(0xef, 0xbb, 0xbf, 0x41), 'A'],
  ])('recognises %s', (encoding, bytes, text) => {
    expect(decodeText(bytes)).toEqual({ text, encoding });
  });

  it('recognises windows-1252 by its quotation marks', () => {
    // The encoding only: Node 20 reads these bytes as control characters (https://github.com/nodejs/node/issues/60888).
    expect(decodeText(Uint8Array.of(0x93, 0x41, 0x94)).encoding).toBe('windows-1252');
  });
});
