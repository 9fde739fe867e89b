/** A name that no other session gives: what is kept in the browser meets what other tabs and days have made. */
export function newId(prefix: string): string {
  // `crypto.randomUUID` is missing on insecure pages.
  const words = crypto.getRandomValues(new Uint32Array(2));
  return `${prefix}-${Array.from(words, (word) => word.toString(36).padStart(7, '0')).join('')}`;
}
