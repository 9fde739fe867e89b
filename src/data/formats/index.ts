/** The file layouts that can be read. To add one: a file beside this one, and a line here. */
import type { ImportControl } from '../importControl';
import type { Reading } from '../importTypes';
import type { Archive, Layout } from './layout';
import { ml1m } from './ml1m';
import { ml10m } from './ml10m';
import { ml100k } from './ml100k';
import { mlCsv } from './mlCsv';
import { ncf } from './ncf';
import { sasrec } from './sasrec';
import { trainTest } from './trainTest';

/** The first that fits counts: those that ask for more come before those that ask for less. */
export const LAYOUTS: readonly Layout[] = [ml100k, ml10m, ml1m, mlCsv, ncf, trainTest, sasrec];

/** The first layout whose names and rows fit, null if there is none. */
export async function recogniseLayout(archive: Archive, control: ImportControl): Promise<Layout | null> {
  for (const layout of LAYOUTS) if (await layout.detect(archive, control)) return layout;
  return null;
}

/** What an archive can be read as: as it is recognised, then what it has of layouts that may be there several times. */
export async function readingsOf(archive: Archive, control: ImportControl): Promise<Reading[]> {
  const recognised = await recogniseLayout(archive, control);
  const readings: Reading[] = recognised && !recognised.choices ? [{ layout: recognised.id, files: [] }] : [];
  for (const { id, choices } of LAYOUTS) {
    for (const files of (await choices?.(archive, control)) ?? []) readings.push({ layout: id, files });
  }
  return readings;
}
