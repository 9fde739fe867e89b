/** The families of slices, written out. To add one: a file here, its id in `SLICE_FAMILY_IDS`, a line below. */
import { SLICE_FAMILY_IDS, type SliceFamilyId, type SliceTable } from '../types';
import { activity } from './activity';
import { age } from './age';
import { gender } from './gender';
import { itemPopularity } from './itemPopularity';
import { occupation } from './occupation';
import type { SliceContext, SliceFamily } from './types';

const FAMILIES: Record<SliceFamilyId, SliceFamily> = { activity, itemPopularity, gender, age, occupation };

/** Cuts what was measured along all families of which the data know something. */
export function cutSlices(context: SliceContext): SliceTable[] {
  return SLICE_FAMILY_IDS.flatMap((family) => {
    const slices = FAMILIES[family].cut(context);
    return slices === null || slices.length === 0 ? [] : [{ family, slices }];
  });
}
