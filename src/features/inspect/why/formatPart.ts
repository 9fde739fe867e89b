import { formatDecimal, formatSigned } from '@/components/format';

/** Digits that tell numbers of this size apart. */
function digits(value: number): number {
  const size = Math.abs(value);
  return size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.01 || size === 0 ? 3 : 4;
}

/** A score or a part of one: three digits or so, minus as −. */
export function formatPart(value: number): string {
  return formatDecimal(value, digits(value)).replace('-', '−');
}

/** With its sign. */
export function formatSignedPart(value: number): string {
  return formatSigned(value, digits(value));
}
