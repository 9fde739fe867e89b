/** Preparations that people name: those of the handbook and of the papers. Plain data, open to the page. */
import { type DatasetSummary, DEFAULT_PREPARE, type PrepareSettings, type SplitKind } from './types';

export const PREPARE_PRESET_IDS = ['handbook-random', 'handbook-sasrec', 'ncf', 'sasrec', 'lightgcn'] as const;
/** Each has a name, a sentence and a source in the catalogue, under `split.preset.<id>`. */
export type PreparePresetId = (typeof PREPARE_PRESET_IDS)[number];

/** Everything but the seed, which stays what it is. It works where `DatasetSummary.splits` has its split. */
export type PreparePreset = Omit<PrepareSettings, 'seed'>;

const ALL_RATINGS = {
  minRating: 0,
  duplicates: 'last',
  minPerUser: 1,
  minPerItem: 1,
  iterative: true,
  testShare: DEFAULT_PREPARE.testShare,
  cutTime: null,
  validationShare: DEFAULT_PREPARE.validationShare,
} as const;

export const PREPARE_PRESETS: Record<PreparePresetId, PreparePreset> = {
  'handbook-random': { ...ALL_RATINGS, split: 'random' },
  'handbook-sasrec': { ...ALL_RATINGS, minPerUser: 10, split: 'temporal-user' },
  /** He et al., "Neural Collaborative Filtering", WWW 2017, sec. 4.1: MovieLens 1M as it is, each user's latest held out */
  ncf: { ...ALL_RATINGS, split: 'leave-one-out' },
  /**
   * Kang and McAuley, "Self-Attentive Sequential Recommendation", ICDM 2018, sec. IV-A: fewer than 5 actions discarded;
   * their published files count users and items once, before either is dropped.
   */
  sasrec: { ...ALL_RATINGS, minPerUser: 5, minPerItem: 5, iterative: false, split: 'leave-one-out' },
  /**
   * He et al., "LightGCN", SIGIR 2020, sec. 4.1, with the data of Wang et al., "NGCF", SIGIR 2019: 10-core, 80 % of each
   * user's history drawn for training, 10 % of that for validation
   */
  lightgcn: { ...ALL_RATINGS, minPerUser: 10, minPerItem: 10, split: 'random-user' },
};

/** What a data set starts from: files that are a split are split as they are, and no split needs times that are not there. */
export function defaultsFor({ splits, hasOrder }: Pick<DatasetSummary, 'splits' | 'hasOrder'>): PrepareSettings {
  return { ...DEFAULT_PREPARE, split: usualSplit(splits, hasOrder) };
}

function usualSplit(possible: readonly SplitKind[], hasOrder: boolean): SplitKind {
  if (possible.includes('given')) return 'given';
  if (possible.includes(DEFAULT_PREPARE.split)) return DEFAULT_PREPARE.split;
  return hasOrder ? 'leave-one-out' : 'random-user';
}

/** The preset whose settings these are, whatever the seed; null if it is none. */
export function presetOf(settings: PrepareSettings): PreparePresetId | null {
  const isSame = (id: PreparePresetId) =>
    Object.entries(PREPARE_PRESETS[id]).every(
      ([name, value]) => settings[name as keyof PrepareSettings] === value || isWithoutEffect(name, settings),
    );
  return PREPARE_PRESET_IDS.find(isSame) ?? null;
}

/** Settings that these settings do not look at. */
function isWithoutEffect(name: string, { split, minPerUser, minPerItem }: PrepareSettings): boolean {
  switch (name) {
    case 'testShare':
      return split === 'leave-one-out' || split === 'given';
    case 'validationShare':
      return split === 'leave-one-out';
    case 'cutTime':
      return split !== 'global-time';
    case 'iterative':
      return minPerUser <= 1 || minPerItem <= 1;
    default:
      return false;
  }
}
