/** Inspect on one small training, panel by panel: the page shows what the models' own functions give. */
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { type Saved, savedModel } from './support/models';
import { dropFile, goTo, IS_FULL, MOVIELENS_DIR, NEEDS_FULL, NEEDS_MOVIELENS, open } from './support/playground';
import { walkEpochs } from './walks/epochs';
import { lookInsideAll } from './walks/inside';
import { walkLists } from './walks/lists';
import { walkLayouts, walkMap } from './walks/map';
import { walkNext } from './walks/next';
import { fitBaselines, NEURAL, onlySample, trainNeural } from './walks/training';
import { walkYou } from './walks/you';

/** The models' files, and then one panel after the other. */
async function walkThrough(page: Page, folder: string): Promise<Saved[]> {
  const saved: Saved[] = [];
  for (const model of NEURAL) saved.push(await savedModel(page, model, folder));
  await goTo(page, 'inspect');
  await walkLists(page, saved);
  await walkYou(page, saved);
  await walkNext(page, saved[2]);
  await walkMap(page, saved);
  await walkEpochs(page, saved);
  return saved;
}

test('the sample: lists, why, You, next item, map and epochs show what the models say', async ({ page }, info) => {
  test.setTimeout(600_000);
  await open(page);
  await onlySample(page);
  await trainNeural(page);
  await fitBaselines(page);
  await walkThrough(page, info.outputPath());
});

test('ml-100k.zip: the same, and inside the models; nothing is planted there', async ({ page }, info) => {
  test.skip(!IS_FULL, NEEDS_FULL);
  test.skip(!MOVIELENS_DIR, NEEDS_MOVIELENS);
  test.setTimeout(1_200_000);
  await open(page);
  await dropFile(page, path.join(MOVIELENS_DIR as string, 'ml-100k.zip'));
  await expect(page.getByTestId('dataset-chip')).toContainText('943', { timeout: 60_000 });
  await goTo(page, 'train');
  await trainNeural(page);
  await fitBaselines(page);
  const saved = await walkThrough(page, info.outputPath());
  await page.getByTestId('inspect-tab-map').click();
  await walkLayouts(page, 'LightGCN users');
  await lookInsideAll(page, saved);
  await page.getByTestId('inspect-tab-truth').click();
  await expect(page.getByTestId('truth')).toContainText('Nobody knows the truth');
});
