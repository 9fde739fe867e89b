import { describe, expect, it } from 'vitest';
import { crc32, withDpi } from '@/components/pngDpi';
import { npy } from './npy';
import { metadataTsv, vectorsTsv } from './projectorTsv';

describe('npy', () => {
  it('byte for byte as numpy.save writes it', () => {
    const bytes = npy(Float32Array.of(1, -2.5, 0, 3, 4, 5e-3), 2, 3);
    // np.save of np.array([[1, -2.5, 0], [3, 4, 5e-3]], '<f4')
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    expect(bytes.length).toBe(128 + 24);
    expect([...bytes.subarray(0, 10)]).toEqual([0x93, 78, 85, 77, 80, 89, 1, 0, 118, 0]);
    expect(new TextDecoder('latin1').decode(bytes.subarray(10, 128))).toBe(`${header.padEnd(117)}\n`);
    expect([...bytes.subarray(128, 136)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0]);
  });

  it.each([
    [1, 1],
    [12_345_678, 0],
    [3, 1_000_000],
  ])('the numbers of %d x %d begin at a multiple of 64', (rows, columns) => {
    const bytes = npy(new Float32Array(rows * columns), rows, columns);
    expect((bytes.length - 4 * rows * columns) % 64).toBe(0);
    expect(bytes[bytes.length - 4 * rows * columns - 1]).toBe(10);
  });

  it('refuses another number of numbers', () => {
    expect(() => npy(new Float32Array(5), 2, 3)).toThrow(RangeError);
  });
});

describe('TSV', () => {
  it('vectors: a line each, every float32 comes back', () => {
    const values = Float32Array.of(0.1, -1e-9, 1 / 3, 16777216, 0, 3.4028234e38);
    const text = vectorsTsv(values, 3);
    expect(text.split('\n')).toHaveLength(3);
    const back = text
      .trim()
      .split(/[\t\n]/)
      .map((cell) => Math.fround(Number(cell)));
    expect(back).toEqual([...values]);
    expect(text).toMatch(/^0\.1\t/);
  });

  it('metadata: what would break the columns becomes a space, quotes stay', () => {
    const text = metadataTsv(
      ['title', 'genres'],
      [
        ['A "good"\tfilm', 'Drama|Comedy'],
        ['Two\r\nlines', 7],
      ],
    );
    expect(text).toBe('title\tgenres\nA "good" film\tDrama|Comedy\nTwo lines\t7\n');
  });
});

describe('withDpi', () => {
  it('checksums as the PNG specification does', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(crc32(new TextEncoder().encode('IEND'))).toBe(0xae426082);
  });

  it('puts 11811 pixels a metre behind the header for 300 dpi', () => {
    const png = Uint8Array.from({ length: 60 }, (_, at) => at);
    png.set([0x89, 0x50, 0x4e, 0x47]);
    const out = withDpi(png, 300);
    expect(out.subarray(0, 33)).toEqual(png.subarray(0, 33));
    expect(out.subarray(54)).toEqual(png.subarray(33));
    const view = new DataView(out.buffer, 33);
    expect(view.getUint32(0)).toBe(9);
    expect(new TextDecoder().decode(out.subarray(37, 41))).toBe('pHYs');
    expect([view.getUint32(8), view.getUint32(12), view.getUint8(16)]).toEqual([11811, 11811, 1]);
    expect(view.getUint32(17)).toBe(crc32(out.subarray(37, 50)));
  });

  it('refuses what is no PNG', () => {
    expect(() => withDpi(new Uint8Array(100), 300)).toThrow(RangeError);
  });
});
