/** The file layouts that can be read. To add one: a file beside this one, and a line here. */
import type { ImportControl } from '../importControl';
import type { Archive, Layout } from './layout';
import { ml1m } from './ml1m';
import { ml100k } from './ml100k';

export const LAYOUTS: readonly Layout[] = [ml100k, ml1m];

/** The first layout whose names and rows fit; failing that, the first whose names do; null if there is none. */
export async function recogniseLayout(archive: Archive, control: ImportControl): Promise<Layout | null> {
  let byName: Layout | null = null;
  for (const layout of LAYOUTS) {
    const answer = await layout.detect(archive, control);
    if (answer === 'yes') return layout;
    if (answer === 'by-name') byName ??= layout;
  }
  return byName;
}
