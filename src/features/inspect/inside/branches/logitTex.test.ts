import { describe, expect, it } from 'vitest';
import type { Branches } from '@/models/inside';
import { logitTex, probability } from './logitTex';

const half = { user: [], item: [], h: [], products: [] };
const answer: Branches = {
  kind: 'branches',
  user: 0,
  item: 0,
  gmf: { ...half, sum: -0.25 },
  mlp: { layers: [[], [], []], h: [], products: [], sum: 1.5 },
  bias: -1,
  logit: 0.25,
};

describe('the formula of a logit', () => {
  it('has the numbers in place', () => {
    expect(logitTex(answer)).toContain('\\sigma(-0.250 + 1.500 - 1.000) = \\sigma(0.250) = 0.562');
    expect(logitTex(answer)).toContain("h' \\cdot x_{2}");
    expect(probability(0.25)).toBeCloseTo(0.5622, 4);
  });

  it('leaves out what a variant does not have', () => {
    const tex = logitTex({ ...answer, mlp: null, logit: -1.25 });
    expect(tex).not.toContain("h'");
    expect(tex).toContain('\\sigma(-0.250 - 1.000) = \\sigma(-1.250) = 0.223');
  });

  it('writes no minus before nothing', () => {
    expect(logitTex({ ...answer, bias: -1e-5 })).toContain('1.500 - 0.000');
    expect(logitTex({ ...answer, gmf: { ...half, sum: -1e-5 } })).toContain('\\sigma(0.000');
  });
});
