/** What the loaded data say about which models to try, after the handbook's chapter on choosing one. */
import type { DatasetSummary } from '@/data/types';

export interface Advice {
  /** worded under `advice.<id>` */
  id:
    | 'ncfMany'
    | 'ncfSome'
    | 'ncfFew'
    | 'sequenceFine'
    | 'sequenceShort'
    | 'sequenceNoTimes'
    | 'sequenceFileOrder'
    | 'newUsers'
    | 'batch'
    | 'baselines';
  /** `look`: something here will probably disappoint */
  severity: 'fine' | 'look';
  values: Record<string, number>;
}

type Loaded = Pick<DatasetSummary, 'after' | 'parts' | 'setAside' | 'hasTimestamps' | 'histories' | 'hasOrder'>;

const NCF_WANTS = 50_000;
const NCF_NEEDS = 10_000;
/** A handful of short histories is everywhere. */
const MANY_SHORT = 0.2;
/** More of all interactions than this belonging to users without training is worth a word. */
const MANY_NEW = 0.05;
/** Many enough to descend smoothly, few enough that an epoch does not consist of waiting for the device. */
const STEPS_AN_EPOCH = 300;
const SMALLEST_BATCH = 128;
const LARGEST_BATCH = 4096;

/** Warnings first, each group in a fixed order. */
export function adviceFor(data: Loaded): Advice[] {
  const all = [ncf(data), sequence(data), newUsers(data), batch(data), BASELINES].filter((advice) => advice !== null);
  return [...all.filter(({ severity }) => severity === 'look'), ...all.filter(({ severity }) => severity === 'fine')];
}

function ncf({ after: { interactions } }: Loaded): Advice {
  const values = { interactions };
  if (interactions > NCF_WANTS) return { id: 'ncfMany', severity: 'fine', values };
  return { id: interactions < NCF_NEEDS ? 'ncfFew' : 'ncfSome', severity: 'look', values };
}

function sequence({ hasTimestamps, hasOrder, histories, parts }: Loaded): Advice {
  if (!hasOrder) return { id: 'sequenceNoTimes', severity: 'look', values: {} };
  const share = histories.under5 / Math.max(1, parts.train.users);
  if (share > MANY_SHORT) return { id: 'sequenceShort', severity: 'look', values: { share } };
  return {
    id: hasTimestamps ? 'sequenceFine' : 'sequenceFileOrder',
    severity: 'fine',
    values: { median: histories.median },
  };
}

function newUsers({ setAside, after }: Loaded): Advice | null {
  const share = setAside.interactions / Math.max(1, setAside.interactions + after.interactions);
  return share > MANY_NEW ? { id: 'newUsers', severity: 'look', values: { share, users: setAside.users } } : null;
}

/** The power of two that comes closest to 300 steps an epoch, within what runs everywhere. */
function batch({ parts }: Loaded): Advice {
  const { interactions } = parts.train;
  const wanted = 2 ** Math.round(Math.log2(Math.max(1, interactions / STEPS_AN_EPOCH)));
  const size = Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, wanted));
  return { id: 'batch', severity: 'fine', values: { size, steps: Math.ceil(interactions / size) } };
}

const BASELINES: Advice = { id: 'baselines', severity: 'fine', values: {} };
