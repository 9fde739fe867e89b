/** About how many bytes a value takes when it is kept: typed arrays exactly, text and numbers by rule of thumb. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 4;
  if (typeof value === 'number') return 8;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (Array.isArray(value)) return value.reduce((sum: number, part) => sum + sizeOf(part), 8);
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).reduce((sum, [name, part]) => sum + name.length + sizeOf(part), 8);
  }
  return 1;
}
