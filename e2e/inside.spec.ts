/** Inside: layers, branches, blocks and one step with the numbers of trained runs; what was planted; why for somebody new. */
import { expect, test } from './support/fixtures';
import { type Saved, savedModel } from './support/models';
import { numberOf, sum, valuesOf } from './support/pageLists';
import { goTo, open, runRow, TRAINING_LIMIT_MS } from './support/playground';
import { look, lookInsideAll, openView } from './walks/inside';
import { NEURAL, onlySample, trainNeural } from './walks/training';

test('inside the models of the sample, and what was planted in it', async ({ page }, info) => {
  test.setTimeout(900_000);
  await open(page);
  await onlySample(page);
  await page.getByTestId('add-model').click();
  await page.getByTestId('add-model-markov').click();
  await trainNeural(page);
  await expect(runRow(page, 'ease')).toHaveAttribute('data-status', 'finished', { timeout: TRAINING_LIMIT_MS });
  const saved: Saved[] = [];
  for (const model of NEURAL) saved.push(await savedModel(page, model, info.outputPath()));
  await lookInsideAll(page, saved);

  await test.step('planted truth: between chance and the probabilities that the sample was made with', async () => {
    await page.getByTestId('inspect-tab-truth').click();
    const cell = (model: string, measure: string) =>
      page.locator(`[data-testid="truth-row"][data-model="${model}"] [data-measure="${measure}"]`);
    const found = async (model: string, measure: string) => numberOf(cell(model, measure), 'data-value');
    for (const model of ['markov', 'ease', 'popularity', 'neumf', 'lightgcn', 'sasrec']) {
      await expect(cell(model, 'taste')).toHaveAttribute('data-value', /\d/, { timeout: TRAINING_LIMIT_MS });
    }
    expect(await found('oracle', 'last')).toBeGreaterThan(0.9);
    expect(await found('markov', 'last')).toBeGreaterThan(0.9);
    expect(await found('ease', 'last')).toBeLessThan(0.5);
    expect(await found('ease', 'taste')).toBeGreaterThan(0.5);
    expect(Math.abs(await found('chance', 'taste'))).toBeLessThan(0.15);
    expect(await found('popularity', 'head')).toBeGreaterThan(await found('oracle', 'head'));
    await expect(cell('popularity', 'genre')).toHaveAttribute('data-value', '');
    await page.getByRole('button', { name: 'Next part', exact: true }).click();
    await expect(page.getByTestId('truth-row').nth(1)).toHaveAttribute('data-model', 'markov');
    await expect(page.getByTestId('taste-curve')).toBeVisible();
    await expect(page.getByTestId('due-parts').or(page.getByText('no unfinished franchise'))).toBeVisible();
    await page.getByLabel('What is drawn').selectOption({ label: 'Every pair, EASE' });
    await expect(page.getByTestId('taste-scatter')).toBeVisible();
    await expect(page.getByTestId('user-taste').locator('li').first()).toBeVisible();
  });

  await test.step('somebody new: contributions of the liked films add up to the score of the list', async () => {
    await page.getByTestId('inspect-tab-you').click();
    for (let film = 0; film < 5; film++) await page.getByTestId('you-suggestion').nth(film).click();
    const why = page.getByTestId('why');
    for (const model of ['lightgcn', 'ease', 'neumf', 'sasrec', 'markov']) {
      const row = page.locator(`[data-testid="you-column"][data-model="${model}"]`).getByTestId('made-up-row').nth(2);
      await row.click({ timeout: 60_000 });
      await expect(why).toContainText('rank 3 of', { timeout: 30_000 });
      if (model === 'sasrec') continue;
      const score = await numberOf(why.getByTestId('why-score'), 'data-score');
      const parts = await valuesOf(why.locator('section').first().getByTestId('why-part'));
      expect(Math.abs(sum(parts) - score), model).toBeLessThan(1e-4);
      if (model === 'lightgcn') expect(parts).toHaveLength(5);
      await page.keyboard.press('Escape');
      await expect(why).toBeHidden();
      await expect(row).toBeFocused();
    }
    await page.keyboard.press('Escape');
    await page.getByTestId('you-clear').click();
  });

  await test.step('the map: how far down films stand where they were held out', async () => {
    await page.getByTestId('inspect-tab-map').click();
    await page.getByLabel('colour', { exact: true }).selectOption({ label: 'model error' });
    const legend = page.getByTestId('map-legend');
    await expect(legend).toContainText('Mean place of a film', { timeout: 60_000 });
    await expect(legend).toContainText('never held out');
  });

  await test.step('a reload brings it all back', async () => {
    await page.getByTestId('inspect-tab-inside').click();
    await look(page, 'NeuMF');
    const logit = page.getByTestId('branches');
    await expect(logit).toBeVisible({ timeout: 60_000 });
    const before = await numberOf(logit, 'data-logit');
    await page.reload();
    await goTo(page, 'data');
    await page.getByTestId('continue-last').click();
    await openView(page, 'inside');
    await look(page, 'NeuMF');
    await expect(logit).toBeVisible({ timeout: 60_000 });
    expect(await numberOf(logit, 'data-logit')).toBeCloseTo(before, 6);
  });
});
