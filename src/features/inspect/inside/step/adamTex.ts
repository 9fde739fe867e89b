/** Adam's update of one number in LaTeX, with the numbers in place. */
import type { StepTrial } from '@/train/oneStep/types';

/** Four digits, powers of ten where numbers are small. */
export function texNumber(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4) return String(Number(value.toPrecision(4)));
  const [digits, power] = value.toExponential(2).split('e');
  return `${Number(digits)} \\cdot 10^{${Number(power)}}`;
}

export function adamTex({ worked, adam }: Pick<StepTrial, 'worked' | 'adam'>): string {
  const first = worked.firstMoment / worked.correction1;
  const second = worked.secondMoment / worked.correction2;
  const gradient = texNumber(first);
  return (
    '\\theta \\leftarrow \\theta - \\eta\\,\\frac{\\hat m}{\\sqrt{\\hat v} + \\epsilon} = ' +
    `${texNumber(worked.before)} - ${texNumber(adam.learningRate)} \\cdot ` +
    `\\frac{${gradient}}{\\sqrt{${texNumber(second)}} + ${texNumber(adam.epsilon)}} = ${texNumber(worked.after)}`
  );
}

export function momentsTex({ worked, adam }: Pick<StepTrial, 'worked' | 'adam'>): string {
  const first = worked.firstMoment / worked.correction1;
  const second = worked.secondMoment / worked.correction2;
  return (
    `g = ${texNumber(worked.gradient)} \\qquad ` +
    `\\hat m = \\frac{m}{1 - ${adam.beta1}^t} = ${texNumber(first)} \\qquad ` +
    `\\hat v = \\frac{v}{1 - ${adam.beta2}^t} = ${texNumber(second)}`
  );
}
