/** What is measured, and the figures that it is held against. A line here is a row of docs/QUALITY.md. */
import { DEFAULT_PREPARE, type PrepareSettings } from '@/data/types';
import type { MetricKey } from '@/eval/types';
import type { BaselineId, Config } from '@/models/types';
import type { Experiment, Figure, QualityProtocol } from './types';

/** Everything that was rated counts as liked, and nobody is left out. */
const ALL_RATINGS: Omit<PrepareSettings, 'seed'> = { ...DEFAULT_PREPARE, minRating: 0, minPerUser: 1, minPerItem: 1 };

export const PROTOCOLS = {
  random100K: {
    id: 'ml-100k-random',
    set: 'ml-100k',
    settings: { ...ALL_RATINGS, split: 'random' },
    candidates: 'full',
  },
  randomUser100K: {
    id: 'ml-100k-random-user',
    set: 'ml-100k',
    settings: { ...ALL_RATINGS, split: 'random-user' },
    candidates: 'full',
  },
  leaveOneOut100K: {
    id: 'ml-100k-loo',
    set: 'ml-100k',
    settings: { ...ALL_RATINGS, split: 'leave-one-out' },
    candidates: 'full',
  },
  random1M: {
    id: 'ml-1m-random',
    set: 'ml-1m',
    settings: { ...ALL_RATINGS, split: 'random' },
    candidates: 'full',
  },
  ncf: {
    id: 'ml-1m-ncf',
    set: 'ml-1m-ncf',
    settings: { ...ALL_RATINGS, split: 'given' },
    candidates: 'given',
  },
  sasrec: {
    id: 'ml-1m-sasrec',
    set: 'ml-1m-sasrec',
    settings: { ...ALL_RATINGS, split: 'leave-one-out' },
    candidates: 'full',
  },
} as const satisfies Record<string, QualityProtocol>;

const NUMPY = 'independent numpy program';
const JULIA = 'README of yng87/Recommenders.jl, one seed';
const DACREMA = 'Ferrari Dacrema et al. 2019, full results';

const FIVE = [1, 2, 3, 4, 5];
/** a split without chance in it */
const ONE = [1];

/** Held against what a source gives; only what was printed somewhere is called published. */
function figure(metric: MetricKey, heldAgainst: number | null, source: string, target: Figure['target']): Figure {
  return { metric, heldAgainst, published: source.startsWith(NUMPY) ? null : heldAgainst, source, target };
}
const ndcg = (heldAgainst: number | null, source: string, target: Figure['target']) =>
  figure('ndcg@10', heldAgainst, source, target);
const hitRate = (heldAgainst: number | null, source: string, target: Figure['target']) =>
  figure('hitRate@10', heldAgainst, source, target);
const near = (value: number, within: number) => ({ near: value, within });

interface Options {
  config?: Config;
  quick?: boolean;
  long?: boolean;
  /** tells it from another experiment with the same model */
  suffix?: string;
}

function experiment(
  protocol: QualityProtocol,
  model: BaselineId,
  seeds: number[],
  figures: Figure[],
  { config = {}, quick = false, long = false, suffix = '' }: Options = {},
): Experiment {
  return { id: `${protocol.id}/${model}${suffix}`, protocol, model, config, seeds, figures, quick, long };
}

const { random100K, randomUser100K, leaveOneOut100K, random1M, ncf, sasrec } = PROTOCOLS;

export const EXPERIMENTS: readonly Experiment[] = [
  experiment(random100K, 'popularity', FIVE, [ndcg(0.2197, JULIA, near(0.219, 0.004))], { quick: true }),
  experiment(random100K, 'itemknn', FIVE, [ndcg(0.3986, JULIA, near(0.4, 0.007))], { quick: true }),
  experiment(random100K, 'ease', FIVE, [ndcg(0.4485, NUMPY, near(0.448, 0.006))], { quick: true }),
  experiment(random100K, 'als', FIVE, [ndcg(0.4402, `${JULIA} (MF)`, { atLeast: 0.44 })], { quick: true }),

  experiment(randomUser100K, 'popularity', FIVE, [ndcg(0.2158, NUMPY, near(0.216, 0.008))]),
  experiment(randomUser100K, 'itemknn', FIVE, [ndcg(0.3985, NUMPY, near(0.399, 0.008))]),
  experiment(randomUser100K, 'ease', FIVE, [ndcg(0.4458, NUMPY, near(0.446, 0.008))]),
  experiment(randomUser100K, 'als', FIVE, [ndcg(null, '', { atLeast: 0.44 })]),

  experiment(
    leaveOneOut100K,
    'markov',
    ONE,
    [hitRate(0.145, NUMPY, near(0.145, 0.004)), ndcg(0.079, NUMPY, near(0.079, 0.004))],
    { quick: true },
  ),

  experiment(random1M, 'popularity', FIVE, [ndcg(0.2022, JULIA, near(0.2035, 0.003))]),
  experiment(random1M, 'ease', FIVE, [ndcg(0.4348, `${NUMPY}, one seed`, near(0.435, 0.003))]),
  // more users and items than the defaults were chosen for; chosen by validation on a split of another seed
  experiment(random1M, 'als', FIVE, [ndcg(0.4203, `${JULIA} (MF)`, { atLeast: 0.42 })], {
    config: { factors: 64, regularization: 0.01 },
  }),

  experiment(ncf, 'popularity', ONE, [
    hitRate(0.4531, DACREMA, near(0.454, 0.002)),
    ndcg(0.2542, DACREMA, near(0.2545, 0.002)),
  ]),
  experiment(
    ncf,
    'ease',
    ONE,
    [hitRate(0.7182, NUMPY, { atLeast: 0.715 }), ndcg(0.4511, NUMPY, { atLeast: 0.449 })],
    // as the independent program had it
    { config: { l2Reg: 1000 } },
  ),
  experiment(
    ncf,
    'als',
    ONE,
    [
      hitRate(0.7308, `${NUMPY} with the settings of Rendle et al. 2022`, { atLeast: 0.725 }),
      ndcg(0.4531, `${NUMPY} with the settings of Rendle et al. 2022`, { atLeast: 0.45 }),
    ],
    {
      config: { factors: 192, regularization: 0.007, unobservedWeight: 0.3, iterations: 12, regExponent: 1 },
      long: true,
      suffix: '-192',
    },
  ),

  experiment(sasrec, 'popularity', ONE, [ndcg(0.0179, NUMPY, near(0.018, 0.001))]),
  experiment(sasrec, 'ease', ONE, [ndcg(0.0544, NUMPY, near(0.054, 0.003))]),
  experiment(sasrec, 'markov', ONE, [ndcg(0.1261, NUMPY, near(0.126, 0.002))]),
];
