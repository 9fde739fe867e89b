/**
 * NumPy's array file, format 1.0: a magic string, a header in Python's notation padded to 64 bytes, the numbers in C
 * order. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]; // \x93NUMPY, version 1.0

/** A float32 matrix as bytes of a .npy file. @param data [rows * columns] */
export function npy(data: Float32Array, rows: number, columns: number): Uint8Array<ArrayBuffer> {
  if (data.length !== rows * columns) throw new RangeError(`${data.length} numbers are no ${rows} x ${columns} matrix`);
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const unpadded = MAGIC.length + 2 + header.length + 1;
  const size = Math.ceil(unpadded / 64) * 64;
  const bytes = new Uint8Array(size + 4 * data.length);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(MAGIC.length, size - MAGIC.length - 2, true);
  bytes.set(new TextEncoder().encode(`${header.padEnd(header.length + size - unpadded)}\n`), MAGIC.length + 2);
  for (let i = 0; i < data.length; i++) view.setFloat32(size + 4 * i, data[i], true);
  return bytes;
}
