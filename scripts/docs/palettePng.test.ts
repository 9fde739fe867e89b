import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { palettePng, readPng } from './palettePng.mjs';

/** An RGB picture as a PNG whose rows have each filter in turn. */
function rgbPng(width: number, height: number, colourAt: (x: number, y: number) => number): Buffer {
  const bytes = (y: number) =>
    Array.from({ length: width }, (_, x) => colourAt(x, y)).flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]);
  const rows = Array.from({ length: height }, (_, y) => {
    const [own, up] = [bytes(y), y > 0 ? bytes(y - 1) : new Array<number>(3 * width).fill(0)];
    const filter = y % 5;
    return [
      filter,
      ...own.map((value, k) => {
        const [left, above, corner] = [own[k - 3] ?? 0, up[k], up[k - 3] ?? 0];
        const near = [left, above, corner].map((other) => Math.abs(left + above - corner - other));
        const paeth = near[0] <= near[1] && near[0] <= near[2] ? left : near[1] <= near[2] ? above : corner;
        return (value - [0, left, above, (left + above) >> 1, paeth][filter]) & 255;
      }),
    ];
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (name: string, content: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    return Buffer.concat([length, Buffer.from(name), content, Buffer.alloc(4)]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('a PNG with a palette', () => {
  it('is the same picture where 256 colours are enough', () => {
    const png = rgbPng(32, 20, (x, y) => 0x102030 + 0x050709 * ((x * y) % 25));
    const small = readPng(palettePng(png));
    expect(small).toEqual(readPng(png));
    expect(small.width).toBe(32);
    expect(small.pixels[0]).toBe(0x102030);
  });

  it('is nearly the same one of more colours', () => {
    const png = rgbPng(64, 64, (x, y) => ((4 * x) << 16) | ((4 * y) << 8) | (x ^ y));
    const [before, after] = [readPng(png), readPng(palettePng(png))];
    expect(new Set(before.pixels).size).toBe(4096);
    expect(new Set(after.pixels).size).toBeLessThanOrEqual(256);
    const far = before.pixels.map((colour, at) =>
      Math.max(...[16, 8, 0].map((k) => Math.abs(((colour >> k) & 255) - ((after.pixels[at] >> k) & 255)))),
    );
    expect(Math.max(...far)).toBeLessThan(24);
  });

  it('has checksums as the specification does', () => {
    // of an empty IEND
    expect(
      palettePng(rgbPng(1, 1, () => 0))
        .subarray(-4)
        .toString('hex'),
    ).toBe('ae426082');
  });

  it('refuses what is no PNG', () => {
    expect(() => readPng(Buffer.alloc(40))).toThrow(RangeError);
  });
});
