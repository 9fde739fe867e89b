/** The sum that NeuMF's score is, in symbols and with a user's and a film's numbers in place. */
import type { Branches } from '@/models/inside';

const plain = (value: number) => (Math.abs(value) < 5e-4 ? '0.000' : value.toFixed(3));
/** With the sign in front, to be written behind another term. */
const added = (value: number) => (value < 0 ? `- ${plain(-value)}` : `+ ${plain(value)}`);

export function probability(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

export function logitTex({ gmf, mlp, bias, logit }: Branches): string {
  const symbols = [
    ...(gmf ? ['h \\cdot (p_u \\odot q_i)'] : []),
    ...(mlp ? [`h' \\cdot x_{${mlp.layers.length - 1}}`] : []),
    'b',
  ];
  const [first, ...others] = [...(gmf ? [gmf.sum] : []), ...(mlp ? [mlp.sum] : []), bias];
  const numbers = [plain(first), ...others.map(added)].join(' ');
  return (
    `\\hat y_{ui} = \\sigma\\big(${symbols.join(' + ')}\\big) = ` +
    `\\sigma(${numbers}) = \\sigma(${plain(logit)}) = ${plain(probability(logit))}`
  );
}
