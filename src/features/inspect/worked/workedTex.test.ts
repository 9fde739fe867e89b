import temml from 'temml';
import { describe, expect, it } from 'vitest';
import { CUTOFFS, METRIC_IDS, type UserExplanation } from '@/eval/types';
import { workedTex } from './workedTex';

/** Hits at places 2 and 5 of a list, four held out. */
const explanation = {
  numRelevant: 4,
  hits: [0, 1, 0, 0, 1, ...new Array(15).fill(0)],
  gain: {
    5: { dcg: 1 / Math.log2(3) + 1 / Math.log2(6), idealDcg: 1 + 1 / Math.log2(3) + 0.5 + 1 / Math.log2(5) },
  },
  values: { 'ndcg@5': 0.3973, 'precision@5': 0.4, 'recall@5': 0.5, 'hitRate@5': 1, 'mrr@5': 0.5, 'map@5': 0.225 },
} as unknown as UserExplanation;

const NOTHING = {
  numRelevant: 1,
  hits: new Array(20).fill(0),
  gain: Object.fromEntries(CUTOFFS.map((k) => [k, { dcg: 0, idealDcg: 1 }])),
  values: Object.fromEntries(METRIC_IDS.flatMap((id) => CUTOFFS.map((k) => [`${id}@${k}`, 0]))),
} as unknown as UserExplanation;

describe('workedTex', () => {
  it('writes NDCG out place by place', () => {
    const { steps } = workedTex('ndcg', 5, explanation);
    expect(steps[0]).toContain(String.raw`\frac{1}{\log_2 3} + \frac{1}{\log_2 6} = 1.0178`);
    expect(steps[1]).toContain(
      String.raw`\frac{1}{\log_2 2} + \frac{1}{\log_2 3} + \frac{1}{\log_2 4} + \frac{1}{\log_2 5}`,
    );
    expect(steps[2]).toContain(String.raw`\frac{1.0178}{2.5616} = \mathbf{0.3973}`);
    // what the fraction says, by hand
    expect(1.0178 / 2.5616).toBeCloseTo(0.3973, 4);
  });

  it('writes the others out', () => {
    expect(workedTex('precision', 5, explanation).steps[0]).toContain(String.raw`\frac{2}{5} = \mathbf{0.4}`);
    expect(workedTex('recall', 5, explanation).steps[0]).toContain(String.raw`\frac{2}{4} = \mathbf{0.5}`);
    expect(workedTex('mrr', 5, explanation).steps[0]).toContain(String.raw`\frac{1}{2} = \mathbf{0.5}`);
    expect(workedTex('map', 5, explanation).steps[0]).toContain(
      String.raw`\frac{1}{4} \left( \frac{1}{2} + \frac{2}{5} \right) = \mathbf{0.225}`,
    );
    expect((1 / 2 + 2 / 5) / 4).toBeCloseTo(0.225);
  });

  it.each(METRIC_IDS)('of %s can be typeset, with hits and without', (metric) => {
    for (const given of [explanation, NOTHING]) {
      const { general, steps } = workedTex(metric, 5, given);
      for (const tex of [general, ...steps]) {
        expect(temml.renderToString(tex, { throwOnError: true })).toContain('<math');
      }
    }
  });
});
