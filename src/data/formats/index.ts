/** The file layouts that can be read. To add one: a file beside this one, and a line here. */
import type { ImportControl } from '../importControl';
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
