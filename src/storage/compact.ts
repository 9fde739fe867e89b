/**
 * The same value with arrays that own all of their memory: a view is kept with everything behind it, and tables are
 * views of memory that grew while they were read. Arrays that need no copy are not copied.
 */
export function compact<T>(value: T): T {
  if (ArrayBuffer.isView(value)) {
    const view = value as unknown as Float32Array;
    return (view.byteLength < view.buffer.byteLength ? view.slice() : view) as unknown as T;
  }
  // Long lists of items and ids hold no typed arrays.
  if (Array.isArray(value)) return value;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, compact(part)])) as T;
  }
  return value;
}
