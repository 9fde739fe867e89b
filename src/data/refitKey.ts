/** Names of refitted data sets: page and workers agree on them here. */

/** What a refitted data set's key ends with. */
const SUFFIX = '/refit';

/** The key that the refitted form of a data set has. */
export function refitKey(datasetKey: string): string {
  return datasetKey + SUFFIX;
}

/** The key of the data set that this key is the refitted form of; null if it is none. */
export function keyBeforeRefit(datasetKey: string): string | null {
  return datasetKey.endsWith(SUFFIX) ? datasetKey.slice(0, -SUFFIX.length) : null;
}
