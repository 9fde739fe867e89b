/** Data that were just read may not have what the settings in use ask for. */
import { PlaygroundError } from '@/lib/errors';
import { prepare } from './prepare';
import { SPLITS } from './splits';
import {
  DEFAULT_PREPARE,
  type InteractionTable,
  type PreparedDataset,
  type PrepareSettings,
  type SplitKind,
} from './types';

/**
 * Prepares a new table with the settings in use, as far as they fit: files that are a split are split as they are, no
 * split needs times that are not there, a date lies within the data. If the filters leave nothing to train on, without
 * filters. What was used is in the summary.
 * @throws PlaygroundError as `prepare` does, where nothing fits
 */
export function prepareNew(table: InteractionTable, wanted: PrepareSettings): PreparedDataset {
  const settings = settingsThatFit(table, wanted);
  try {
    return prepare(table, settings);
  } catch (thrown) {
    const tooFew = thrown instanceof PlaygroundError && thrown.code === 'too-few-interactions';
    if (!tooFew) throw thrown;
    return prepare(table, { ...settings, minRating: 0, minPerUser: 1, minPerItem: 1 });
  }
}

/** Exported for its test. */
export function settingsThatFit(table: InteractionTable, wanted: PrepareSettings): PrepareSettings {
  const { timestamps, ratingHistogram } = table;
  const highest = ratingHistogram[ratingHistogram.length - 1]?.rating ?? 0;
  return {
    ...wanted,
    minRating: wanted.minRating > highest ? 0 : wanted.minRating,
    split: splitThatFits(table, wanted.split),
    cutTime: wanted.cutTime !== null && timestamps && isWithin(wanted.cutTime, timestamps) ? wanted.cutTime : null,
  };
}

function splitThatFits({ givenParts, timestamps, layout }: InteractionTable, wanted: SplitKind): SplitKind {
  if (givenParts) return 'given';
  const split = wanted === 'given' ? DEFAULT_PREPARE.split : wanted;
  if (timestamps || !SPLITS[split].needsTimestamps) return split;
  // The SASRec authors' file has no times, but is in time order.
  return layout === 'sasrec' ? 'leave-one-out' : 'random-user';
}

/** Whether something happened before this moment and something at or after it. */
function isWithin(moment: number, timestamps: Float64Array): boolean {
  let before = false;
  let after = false;
  for (let row = 0; row < timestamps.length && !(before && after); row++) {
    if (timestamps[row] < moment) before = true;
    else after = true;
  }
  return before && after;
}
