import { formatPart } from '../../why/formatPart';

/** As `formatPart`, and with a power of ten where nothing would be left: 3.2e-6 */
export function formatSmall(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3
    ? value.toExponential(1).replace('-', '−').replace('e-', 'e−')
    : formatPart(value);
}
