import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostArrays } from '@/engine/types';
import { type BrokenFile, ModelFileError, readSafetensors, writeSafetensors } from './safetensors';

const bytesOf = (tensors: HostArrays, metadata: Record<string, string> = {}) =>
  writeSafetensors({ tensors, metadata }).arrayBuffer();

/** A file by hand: any header, any numbers. */
function file(header: unknown, numBytes = 0, headerBytes?: number): ArrayBuffer {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + numBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes ?? text.length), true);
  bytes.set(text, 8);
  return bytes.buffer;
}

function whatIsWrong(bytes: ArrayBuffer): [BrokenFile, Record<string, string | number>] {
  try {
    readSafetensors(bytes);
  } catch (thrown) {
    if (thrown instanceof ModelFileError) return [thrown.what, thrown.details];
    throw thrown;
  }
  throw new Error('it was read');
}

const shape = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 });
const tensor = shape.chain((sizes) => {
  const length = sizes.reduce((product, size) => product * size, 1);
  return fc
    .array(fc.float({ noNaN: false }), { minLength: length, maxLength: length })
    .map((values) => ({ shape: sizes, data: new Float32Array(values) }));
});
const name = fc
  .string({ minLength: 1, maxLength: 12 })
  .filter((text) => text !== '__metadata__' && text !== '__proto__');
const tensors = fc.dictionary(name, tensor, { maxKeys: 6, noNullPrototype: true });
const metadata = fc.dictionary(name, fc.string({ unit: 'grapheme' }), { noNullPrototype: true });

describe('safetensors', () => {
  it('reads what it wrote, whatever the tensors', async () => {
    await fc.assert(
      fc.asyncProperty(tensors, metadata, async (values, words) => {
        const read = readSafetensors(await bytesOf(values, words));
        expect(read.metadata).toEqual(words);
        expect(Object.keys(read.tensors).sort()).toEqual(Object.keys(values).sort());
        for (const [key, { shape: sizes, data }] of Object.entries(values)) {
          expect(read.tensors[key].shape).toEqual(sizes);
          // Bits, not values: NaN and -0 count.
          expect(new Uint8Array(read.tensors[key].data.buffer)).toEqual(new Uint8Array(data.buffer));
        }
      }),
    );
  });

  it('writes the bytes that the format asks for', async () => {
    const bytes = await bytesOf(
      { b: { shape: [2], data: new Float32Array([1, -2]) }, a: { shape: [1, 1], data: new Float32Array([0.5]) } },
      { format: 'x' },
    );
    const view = new DataView(bytes);
    const headerBytes = Number(view.getBigUint64(0, true));
    expect(headerBytes % 8).toBe(0);
    const text = new TextDecoder().decode(new Uint8Array(bytes, 8, headerBytes));
    expect(text).toMatch(/^\{.*\} *$/);
    expect(JSON.parse(text)).toEqual({
      __metadata__: { format: 'x' },
      a: { dtype: 'F32', shape: [1, 1], data_offsets: [0, 4] },
      b: { dtype: 'F32', shape: [2], data_offsets: [4, 12] },
    });
    // 0.5, 1 and -2 as IEEE 754, least byte first
    expect([...new Uint8Array(bytes, 8 + headerBytes)]).toEqual([0, 0, 0, 0x3f, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
  });

  it('reads a file of another writer: any order, header not padded', () => {
    const header = {
      late: { dtype: 'F32', shape: [1], data_offsets: [8, 12] },
      early: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    };
    const bytes = file(header, 12);
    const start = bytes.byteLength - 12;
    [3, 4, 5].forEach((value, i) => {
      new DataView(bytes).setFloat32(start + 4 * i, value, true);
    });
    const read = readSafetensors(bytes);
    expect([...read.tensors.early.data]).toEqual([3, 4]);
    expect([...read.tensors.late.data]).toEqual([5]);
    expect(read.metadata).toEqual({});
  });

  const entry = (change: object) => ({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...change } });
  it.each<[string, ArrayBuffer, BrokenFile, object]>([
    ['a few bytes', new ArrayBuffer(5), 'too-short', { bytes: 5 }],
    ['text', new TextEncoder().encode('user,item,rating').buffer, 'header-length', {}],
    ['a header longer than the file', file({}, 0, 1000), 'header-length', { found: 1000 }],
    ['no JSON', file('{"a":'), 'header-json', {}],
    ['a list', file('[1]'), 'header-json', {}],
    ['metadata that are no text', file({ __metadata__: { epochs: 3 } }), 'metadata', { name: 'epochs' }],
    ['no shape', file(entry({ shape: 'x' }), 8), 'tensor-entry', { name: 'a' }],
    ['a negative size', file(entry({ shape: [-2] }), 8), 'tensor-entry', { name: 'a' }],
    ['16-bit floats', file(entry({ dtype: 'F16' }), 8), 'tensor-type', { name: 'a', found: 'F16' }],
    ['too few bytes for the shape', file(entry({ shape: [3] }), 8), 'tensor-size', { found: 8, expected: 12 }],
    ['an end before the beginning', file(entry({ data_offsets: [8, 0] }), 8), 'tensor-place', { name: 'a' }],
    ['numbers that begin late', file(entry({ data_offsets: [4, 12] }), 12), 'gaps', { found: 4, expected: 0 }],
    ['numbers of nobody', file(entry({}), 12), 'gaps', { found: 12, expected: 8 }],
    ['a file that was cut off', file(entry({}), 4), 'cut-off', { name: 'a', found: 4, expected: 8 }],
  ])('refuses %s', (_name, bytes, what, details) => {
    const [found, said] = whatIsWrong(bytes);
    expect(found).toBe(what);
    expect(said).toMatchObject(details);
  });

  it('never reads beyond the file, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readSafetensors(bytes.slice().buffer);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(ModelFileError);
        }
      }),
    );
  });
});
