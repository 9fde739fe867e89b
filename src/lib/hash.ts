/** Small non-cryptographic hashes, for seeds, fingerprints and protocol badges. */

/** FNV-1a over UTF-16 code units with a final avalanche (murmur3 finaliser); signed 32 bits. */
export function hashString(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return avalanche(hash);
}

/** FNV-1a over 32-bit words with a final avalanche; signed 32 bits. Chain with `start`. */
export function hashWords(words: ArrayLike<number>, start = 0x811c9dc5): number {
  let hash = start;
  for (let i = 0; i < words.length; i++) {
    hash = Math.imul(hash ^ words[i], 0x01000193);
    hash ^= hash >>> 15;
  }
  return avalanche(hash);
}

/** The hash as `digits` lower-case hexadecimal digits. */
export function hex(hash: number, digits = 8): string {
  return (hash >>> 0).toString(16).padStart(8, '0').slice(0, digits);
}

function avalanche(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
