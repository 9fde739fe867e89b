/**
 * Files of tensors as Hugging Face defines them: eight bytes with the header's length (little-endian), a JSON header
 * with type, shape and place of each tensor and a map of strings, then the numbers, row by row, little-endian.
 * https://github.com/huggingface/safetensors#format
 */
import type { HostArrays } from '@/engine/types';

export interface TensorFile {
  /** 32-bit floats, by name */
  tensors: HostArrays;
  metadata: Record<string, string>;
}

/** Why a file is none of ours to read; texts under `saved:file.broken.<what>` with `details`. */
export const BROKEN_FILE = [
  'too-short',
  'header-length',
  'header-json',
  'metadata',
  'tensor-entry',
  'tensor-type',
  'tensor-size',
  'tensor-place',
  'gaps',
  'cut-off',
  'not-ours',
  'format-version',
  'field',
  'model',
  'config',
  'tensors',
  'not-finite',
] as const;
export type BrokenFile = (typeof BROKEN_FILE)[number];

/** What is wrong with a model file. */
export class ModelFileError extends Error {
  constructor(
    readonly what: BrokenFile,
    readonly details: Record<string, string | number> = {},
  ) {
    super(`${what} ${JSON.stringify(details)}`);
    this.name = 'ModelFileError';
  }
}

const LENGTH_BYTES = 8;
/** As the reference implementation has it. */
const MAX_HEADER_BYTES = 100_000_000;
const METADATA = '__metadata__';

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Tensors in order of their names; the numbers begin at a multiple of eight bytes. @throws Error for other than floats */
export function writeSafetensors({ tensors, metadata }: TensorFile): Blob {
  const names = Object.keys(tensors).sort();
  const header: Record<string, unknown> = { [METADATA]: metadata };
  let end = 0;
  for (const name of names) {
    const { shape, data } = tensors[name];
    if (!(data instanceof Float32Array)) throw new Error(`${name} holds no 32-bit floats`);
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(0x20);
  padded.set(text);
  const length = new DataView(new ArrayBuffer(LENGTH_BYTES));
  length.setBigUint64(0, BigInt(padded.length), true);
  // Every device that browsers run on is little-endian.
  const parts = names.map((name) => tensors[name].data as Float32Array<ArrayBuffer>);
  return new Blob([length.buffer, padded, ...parts], { type: 'application/octet-stream' });
}

/** @throws ModelFileError */
export function readSafetensors(file: ArrayBuffer): TensorFile {
  if (file.byteLength < LENGTH_BYTES) throw new ModelFileError('too-short', { bytes: file.byteLength });
  const headerBytes = Number(new DataView(file).getBigUint64(0, true));
  if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || LENGTH_BYTES + headerBytes > file.byteLength) {
    throw new ModelFileError('header-length', { found: headerBytes, bytes: file.byteLength });
  }
  const header = parseHeader(new Uint8Array(file, LENGTH_BYTES, headerBytes));
  const metadata = metadataOf(header[METADATA]);
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => ({ name, ...entryOf(name, value) }))
    // Of two that begin together the empty one comes first.
    .sort((a, b) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]);

  const start = LENGTH_BYTES + headerBytes;
  const available = file.byteLength - start;
  const tensors: HostArrays = {};
  let end = 0;
  for (const { name, shape, data_offsets: place } of entries) {
    if (place[0] !== end) throw new ModelFileError('gaps', { name, found: place[0], expected: end });
    if (place[1] > available) {
      throw new ModelFileError('cut-off', { name, found: available, expected: place[1] });
    }
    // A copy, since the numbers need not begin at a multiple of four.
    tensors[name] = { shape, data: new Float32Array(file.slice(start + place[0], start + place[1])) };
    end = place[1];
  }
  if (end !== available) throw new ModelFileError('gaps', { name: '', found: available, expected: end });
  return { tensors, metadata };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (thrown) {
    throw new ModelFileError('header-json', { reason: thrown instanceof Error ? thrown.message : String(thrown) });
  }
  if (!isObject(header)) throw new ModelFileError('header-json', { reason: '{ }' });
  return header;
}

function metadataOf(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!isObject(value)) throw new ModelFileError('metadata', { name: METADATA });
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw new ModelFileError('metadata', { name });
  }
  return value as Record<string, string>;
}

function entryOf(name: string, value: unknown): Entry {
  const { dtype, shape, data_offsets: place } = isObject(value) ? value : {};
  if (typeof dtype !== 'string' || !isSizes(shape) || !isSizes(place) || place.length !== 2) {
    throw new ModelFileError('tensor-entry', { name });
  }
  if (dtype !== 'F32') throw new ModelFileError('tensor-type', { name, found: dtype, expected: 'F32' });
  if (place[1] < place[0]) throw new ModelFileError('tensor-place', { name, found: `${place[0]}, ${place[1]}` });
  const expected = 4 * shape.reduce((product, size) => product * size, 1);
  const found = place[1] - place[0];
  if (found !== expected) throw new ModelFileError('tensor-size', { name, shape: shape.join(' x '), found, expected });
  return { dtype, shape, data_offsets: [place[0], place[1]] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
