/**
 * "128, 64, 32" or "128 64 32" as numbers; a comma followed by a digit without a space is a separator too.
 * @returns null for what is no list; [] for nothing
 */
export function parseNumberList(text: string): number[] | null {
  const parts = text
    .trim()
    .replace(/^\[|\]$/g, '')
    .split(/[\s,;]+/)
    .filter((part) => part !== '');
  const numbers = parts.map(Number);
  return numbers.every((value) => Number.isFinite(value)) ? numbers : null;
}
