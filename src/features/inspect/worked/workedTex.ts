/** Each metric's formula in LaTeX, in general and with one user's own numbers put in. */
import type { Cutoff, MetricId, UserExplanation } from '@/eval/types';

export interface WorkedFormula {
  general: string;
  /** the same with the user's numbers, step by step; one line each */
  steps: string[];
}

/** More terms than this are shortened in the middle. */
const MAX_TERMS = 6;

/** @param explanation of the user whose list it is; places count from 1 */
export function workedTex(metric: MetricId, k: Cutoff, explanation: UserExplanation): WorkedFormula {
  const places = explanation.hits.slice(0, k).flatMap((hit, i) => (hit ? [i + 1] : []));
  return WORKED[metric]({ k, places, explanation, result: number(explanation.values[`${metric}@${k}`]) });
}

interface Given {
  k: Cutoff;
  /** of relevant items among the first k, ascending */
  places: number[];
  explanation: UserExplanation;
  result: string;
}

const WORKED: Record<MetricId, (given: Given) => WorkedFormula> = {
  precision: ({ k, places, result }) => ({
    general: String.raw`\mathrm{Precision@}K = \frac{\text{hits among the first } K}{K}`,
    steps: [String.raw`\mathrm{Precision@}${k} = \frac{${places.length}}{${k}} = ${bold(result)}`],
  }),
  recall: ({ k, places, explanation, result }) => ({
    general: String.raw`\mathrm{Recall@}K = \frac{\text{hits among the first } K}{\text{held-out items}}`,
    steps: [String.raw`\mathrm{Recall@}${k} = \frac{${places.length}}{${explanation.numRelevant}} = ${bold(result)}`],
  }),
  ndcg: ({ k, places, explanation, result }) => {
    const { dcg, idealDcg } = explanation.gain[k];
    const ideal = Array.from({ length: Math.min(k, explanation.numRelevant) }, (_, i) => i + 1);
    return {
      general: String.raw`\mathrm{NDCG@}K = \frac{\mathrm{DCG@}K}{\mathrm{IDCG@}K}, \qquad \mathrm{DCG@}K = \sum_{\text{hits at place } p \le K} \frac{1}{\log_2(p + 1)}`,
      steps: [
        String.raw`\mathrm{DCG@}${k} = ${sum(places, discount)} = ${number(dcg)}`,
        String.raw`\mathrm{IDCG@}${k} = ${sum(ideal, discount)} = ${number(idealDcg)}`,
        String.raw`\mathrm{NDCG@}${k} = \frac{${number(dcg)}}{${number(idealDcg)}} = ${bold(result)}`,
      ],
    };
  },
  hitRate: ({ k, places, result }) => ({
    general: String.raw`\mathrm{HR@}K = \begin{cases} 1 & \text{if there is a hit among the first } K \\ 0 & \text{otherwise} \end{cases}`,
    steps: [
      String.raw`${places.length} \text{ ${places.length === 1 ? 'hit' : 'hits'}} \;\Rightarrow\; \mathrm{HR@}${k} = ${bold(result)}`,
    ],
  }),
  mrr: ({ k, places, result }) => ({
    general: String.raw`\mathrm{MRR@}K = \frac{1}{\text{place of the first hit}}`,
    steps: [
      places.length > 0
        ? String.raw`\mathrm{MRR@}${k} = \frac{1}{${places[0]}} = ${bold(result)}`
        : String.raw`\text{no hit} \;\Rightarrow\; \mathrm{MRR@}${k} = ${bold(result)}`,
    ],
  }),
  map: ({ k, places, explanation, result }) => {
    const divisor = Math.min(k, explanation.numRelevant);
    return {
      general: String.raw`\mathrm{AP@}K = \frac{1}{\min(K, \text{held-out items})} \sum_{\text{hits at place } p \le K} \frac{\text{hits among the first } p}{p}`,
      steps: [
        String.raw`\mathrm{AP@}${k} = \frac{1}{${divisor}} \left( ${sum(places, (place, i) => String.raw`\frac{${i + 1}}{${place}}`)} \right) = ${bold(result)}`,
      ],
    };
  },
};

function discount(place: number): string {
  return String.raw`\frac{1}{\log_2 ${place + 1}}`;
}

/** `0` for no terms; the middle of many is left out. */
function sum(places: number[], term: (place: number, i: number) => string): string {
  if (places.length === 0) return '0';
  const terms = places.map(term);
  if (terms.length <= MAX_TERMS) return terms.join(' + ');
  return [...terms.slice(0, MAX_TERMS - 1), String.raw`\cdots`, terms[terms.length - 1]].join(' + ');
}

function number(value: number): string {
  return value.toFixed(4).replace(/\.?0+$/, '');
}

function bold(text: string): string {
  return String.raw`\mathbf{${text}}`;
}
