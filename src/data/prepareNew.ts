/** Data that were just read may not have what the settings in use ask for. */
import { PlaygroundError } from '@/lib/errors';
import { atOnce, type Pieces } from '@/lib/pieces';
import { prepareInPieces } from './prepare';
import { defaultsFor } from './presets';
import { isInOrder, possibleSplits } from './splits';
import type { InteractionTable, PreparedDataset, PrepareSettings } from './types';

/**
 * Prepares a new table with the settings in use, as far as they fit: files that are a split are split as they are, no
 * split needs times that are not there, a date lies within the data. If the filters leave nothing to train on, without
 * filters. What was used is in the summary.
 * @throws PlaygroundError as `prepare` does, where nothing fits
 */
export function prepareNew(table: InteractionTable, wanted: PrepareSettings): PreparedDataset {
  return atOnce(prepareNewInPieces(table, wanted));
}

/** `prepareNew` in pieces. */
export function* prepareNewInPieces(table: InteractionTable, wanted: PrepareSettings): Pieces<PreparedDataset> {
  const settings = settingsThatFit(table, wanted);
  try {
    return yield* prepareInPieces(table, settings);
  } catch (thrown) {
    const tooFew = thrown instanceof PlaygroundError && thrown.code === 'too-few-interactions';
    if (!tooFew) throw thrown;
    return yield* prepareInPieces(table, { ...settings, minRating: 0, minPerUser: 1, minPerItem: 1 });
  }
}

/** Exported for its test. */
export function settingsThatFit(table: InteractionTable, wanted: PrepareSettings): PrepareSettings {
  const { timestamps, ratingHistogram } = table;
  const splits = possibleSplits(table);
  // Files that are a split are news; that other files were one is not.
  const split = table.givenParts ? null : wanted.split;
  const highest = ratingHistogram[ratingHistogram.length - 1]?.rating ?? 0;
  return {
    ...wanted,
    minRating: wanted.minRating > highest ? 0 : wanted.minRating,
    split: split !== null && splits.includes(split) ? split : defaultsFor({ splits, hasOrder: isInOrder(table) }).split,
    cutTime: wanted.cutTime !== null && timestamps && isWithin(wanted.cutTime, timestamps) ? wanted.cutTime : null,
  };
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
