/** Text in the two encodings that rating files come in. */

export interface DecodedText {
  text: string;
  encoding: 'ASCII' | 'UTF-8' | 'ISO-8859-1' | 'windows-1252';
}

/**
 * UTF-8 where the bytes are valid UTF-8 (accented Latin-1 text practically never is), windows-1252 otherwise.
 * That one is ISO-8859-1 plus printable characters at 0x80..0x9F, and is called so only if any of them occurs.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  let ascii = true;
  let controls = false;
  for (const byte of bytes) {
    if (byte >= 0x80) {
      ascii = false;
      controls ||= byte < 0xa0;
    }
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, encoding: ascii ? 'ASCII' : 'UTF-8' };
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes);
    return { text, encoding: controls ? 'windows-1252' : 'ISO-8859-1' };
  }
}
