/** Users by age, in the bands that MovieLens 1M comes in, so that other data cut alike. */
import { attributeFamily } from './attributes';

/** The lower ends of all bands but the first. */
const STARTS = [18, 25, 35, 45, 50, 56];
const BANDS = ['<18', '18-24', '25-34', '35-44', '45-49', '50-55', '56+'];

export const age = attributeFamily('age', 'age', bandOf, (a, b) => BANDS.indexOf(a) - BANDS.indexOf(b));

function bandOf(value: string): string | null {
  const years = Number(value);
  return Number.isFinite(years) ? BANDS[STARTS.filter((start) => years >= start).length] : null;
}
