/** Writes into a PNG how large it is meant to be: the pHYs chunk, which browsers leave out. PNG 1.2, sec. 4.2.4.2. */

const SIGNATURE_AND_IHDR = 8 + 25;
const METRE_IN_INCHES = 39.3701;

/** @throws RangeError if the bytes are no PNG */
export function withDpi(png: Uint8Array, dpi: number): Uint8Array<ArrayBuffer> {
  const isPng = [0x89, 0x50, 0x4e, 0x47].every((byte, at) => png[at] === byte);
  if (!isPng || png.length < SIGNATURE_AND_IHDR) throw new RangeError('not a PNG');
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  const perMetre = Math.round(dpi * METRE_IN_INCHES);
  view.setUint32(0, 9);
  chunk.set(new TextEncoder().encode('pHYs'), 4);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  chunk[16] = 1; // the unit is the metre
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  const out = new Uint8Array(png.length + chunk.length);
  out.set(png.subarray(0, SIGNATURE_AND_IHDR));
  out.set(chunk, SIGNATURE_AND_IHDR);
  out.set(png.subarray(SIGNATURE_AND_IHDR), SIGNATURE_AND_IHDR + chunk.length);
  return out;
}

/** CRC-32 of the PNG specification, annex D. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
