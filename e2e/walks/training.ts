/** One small training that all panels of Inspect are walked on: seconds on a software adapter. */
import { expect, type Page } from '@playwright/test';
import { addRun, expectEnded, goTo, runRow, TRAINING_LIMIT_MS, trySample } from '../support/playground';

export const NEURAL = ['neumf', 'lightgcn', 'sasrec'] as const;

const SMALL = {
  neumf: { preset: 'quick', parameters: { embeddingDim: 16, numNegatives: 1, epochs: 1 } },
  lightgcn: { preset: 'quick', parameters: { numLayers: 3, batchSize: 4096, epochs: 2 } },
  sasrec: { preset: 'quick', parameters: { epochs: 1 } },
} as const;

/** The sample without the run that comes with it. */
export async function onlySample(page: Page): Promise<void> {
  await trySample(page);
  await page.getByTestId('transport-pause').click();
  const row = runRow(page, 'neumf');
  await expect(row).toHaveAttribute('data-status', /paused|queued/, { timeout: 60_000 });
  if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
  await page.getByTestId('remove-run').click();
  await expect(row).toHaveCount(0);
}

export async function trainNeural(page: Page): Promise<void> {
  for (const model of NEURAL) await addRun(page, model, SMALL[model]);
  for (const model of NEURAL) await expectEnded(page, model);
}

/** Baselines that take a moment; EASE, Popularity and Random come by themselves. */
export async function fitBaselines(page: Page): Promise<void> {
  await goTo(page, 'train');
  for (const model of ['als', 'itemknn', 'markov']) {
    await page.getByTestId('add-model').click();
    await page.getByTestId(`add-model-${model}`).click();
    // without settings it starts at once
    if (model === 'markov') continue;
    await page.getByTestId('draft').getByTestId('start-run').click();
    await expect(page.getByTestId('draft')).toBeHidden();
  }
  for (const model of ['ease', 'als', 'itemknn', 'markov']) {
    await expect(runRow(page, model)).toHaveAttribute('data-status', 'finished', { timeout: TRAINING_LIMIT_MS });
  }
}
