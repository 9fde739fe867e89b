/** Adam's update of one number in LaTeX, with the numbers in place. Lines are set one by one: a column is narrow. */
import type { StepTrial } from '@/train/oneStep/types';

/** Four digits, powers of ten where numbers are small. */
export function texNumber(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4) return String(Number(value.toPrecision(4)));
  const [digits, power] = value.toExponential(2).split('e');
  return `${Number(digits)} \\cdot 10^{${Number(power)}}`;
}

/** Adam's update, what it is and with the numbers: a line each. */
export function adamTex({ worked, adam }: Pick<StepTrial, 'worked' | 'adam'>): string[] {
  const [first, second] = corrected(worked);
  return [
    '\\theta \\leftarrow \\theta - \\eta\\,\\hat m\\,/\\,(\\sqrt{\\hat v} + \\epsilon)',
    `${texNumber(worked.before)} - ${texNumber(adam.learningRate)} \\cdot ` +
      `\\frac{${texNumber(first)}}{\\sqrt{${texNumber(second)}} + ${texNumber(adam.epsilon)}} = ${texNumber(worked.after)}`,
  ];
}

/** The gradient and the two corrected moments, a line each. */
export function momentsTex({ worked, adam }: Pick<StepTrial, 'worked' | 'adam'>): string[] {
  const [first, second] = corrected(worked);
  return [
    `g = ${texNumber(worked.gradient)}`,
    `\\hat m = m\\,/\\,(1 - ${adam.beta1}^t) = ${texNumber(first)}`,
    `\\hat v = v\\,/\\,(1 - ${adam.beta2}^t) = ${texNumber(second)}`,
  ];
}

const corrected = (worked: StepTrial['worked']) => [
  worked.firstMoment / worked.correction1,
  worked.secondMoment / worked.correction2,
];
