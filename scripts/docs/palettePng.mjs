/**
 * A screenshot as a PNG of at most 256 colours: a third of the size, and hardly to be told apart. Median cut: Heckbert,
 * "Color Image Quantization for Frame Buffer Display", SIGGRAPH 1982. https://www.w3.org/TR/png-3/ is the format.
 */
import { deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;

/** @typedef {{ width: number, height: number, pixels: Uint32Array }} Picture pixels are 0xrrggbb, row by row */

/**
 * @param {Buffer} png as `page.screenshot` makes it: 8 bits, RGB or RGBA, not interlaced; transparency is dropped
 * @returns {Buffer}
 */
export function palettePng(png) {
  const { width, height, pixels } = readPng(png);
  const { palette, placeOf } = paletteOf(pixels);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    // each row begins with its filter: none
    for (let x = 0; x < width; x++)
      rows[y * (width + 1) + 1 + x] = /** @type {number} */ (placeOf.get(pixels[y * width + x]));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * @param {Buffer} png
 * @returns {Picture}
 */
export function readPng(png) {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new RangeError('this is no PNG');
  const [width, height, depth, type] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]];
  if (depth !== 8 || ![2, 3, 6].includes(type) || png[28] !== 0) {
    throw new RangeError(`a PNG of ${depth} bits and type ${type} is not expected: 8 bits, RGB, RGBA or a palette`);
  }
  /** @type {Buffer[]} */
  const data = [];
  /** @type {Buffer} */
  let palette = Buffer.alloc(0);
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + length);
    if (name === 'IDAT') data.push(content);
    if (name === 'PLTE') palette = content;
    at += length + 12;
  }
  const size = type === 6 ? 4 : type === 2 ? 3 : 1;
  const bytes = unfiltered(inflateSync(Buffer.concat(data)), width * size, height, size);
  const pixels = new Uint32Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    const from = type === 3 ? palette : bytes;
    const at = type === 3 ? 3 * bytes[i] : i * size;
    pixels[i] = (from[at] << 16) | (from[at + 1] << 8) | from[at + 2];
  }
  return { width, height, pixels };
}

/**
 * Undoes the filters of the rows: each byte is told by those to the left, above, and above to the left.
 * @param {Buffer} filtered @param {number} stride bytes of a row @param {number} height @param {number} size bytes of a pixel
 */
function unfiltered(filtered, stride, height, size) {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const to = y * stride + x;
      const left = x >= size ? out[to - size] : 0;
      const above = y > 0 ? out[to - stride] : 0;
      const corner = x >= size && y > 0 ? out[to - stride - size] : 0;
      out[to] =
        filtered[y * (stride + 1) + 1 + x] + [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter];
    }
  }
  return out;
}

/** @param {number} left @param {number} above @param {number} corner */
function paeth(left, above, corner) {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((value) => Math.abs(guess - value));
  return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
}

/**
 * Colours that stand for all of a picture, and which of them each becomes.
 * @param {Uint32Array} pixels
 */
function paletteOf(pixels) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  let boxes = [boxOf([...counts.keys()], counts)];
  while (boxes.length < MOST_COLOURS) {
    // the box that loses most is cut; one of a single colour loses nothing
    const worst = boxes.reduce((a, b) => (b.loss > a.loss ? b : a));
    if (worst.loss === 0) break;
    const halves = cut(worst, counts);
    boxes = boxes.filter((box) => box !== worst).concat(halves);
  }
  return {
    palette: boxes.map(({ mean }) => mean),
    placeOf: new Map(boxes.flatMap(({ colours }, place) => colours.map((colour) => [colour, place]))),
  };
}

/** @typedef {{ colours: number[], mean: number, loss: number, shift: number }} Box shift: where the channel lies in which it is widest */

/**
 * @param {number[]} colours
 * @param {Map<number, number>} counts
 * @returns {Box}
 */
function boxOf(colours, counts) {
  const total = colours.reduce((sum, colour) => sum + (counts.get(colour) ?? 0), 0);
  let [mean, loss, shift, widest] = [0, 0, 16, -1];
  for (const at of [16, 8, 0]) {
    const channel = (/** @type {number} */ colour) => (colour >> at) & 255;
    const middle = colours.reduce((sum, colour) => sum + channel(colour) * (counts.get(colour) ?? 0), 0) / total;
    const spread = colours.reduce(
      (sum, colour) => sum + (channel(colour) - middle) ** 2 * (counts.get(colour) ?? 0),
      0,
    );
    mean |= Math.round(middle) << at;
    loss += spread;
    if (spread > widest) [widest, shift] = [spread, at];
  }
  const [first] = colours;
  return { colours, mean: colours.length === 1 ? first : mean, loss: colours.length === 1 ? 0 : loss, shift };
}

/**
 * In two where the widest channel has its mean.
 * @param {Box} box
 * @param {Map<number, number>} counts
 */
function cut({ colours, mean, shift }, counts) {
  const limit = (mean >> shift) & 255;
  const sides = [true, false].map((low) => colours.filter((colour) => ((colour >> shift) & 255) <= limit === low));
  const [low, high] = sides.every(({ length }) => length > 0) ? sides : [colours.slice(0, 1), colours.slice(1)];
  return [boxOf(low, counts), boxOf(high, counts)];
}

/** @param {string} name @param {Buffer} content */
function chunk(name, content) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** @param {Buffer} bytes */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
