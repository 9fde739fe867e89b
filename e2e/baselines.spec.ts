/** Baselines as a person meets them: set up, watched, given up, and drawn as lines that curves have to pass. */

import { expect, test } from './support/fixtures';
import { addRun, goTo, open, runRow, trySample } from './support/playground';

test('a baseline is set up, fitted beside the training, drawn as a level; a long one is cancelled', async ({
  page,
}) => {
  await open(page);
  await trySample(page);
  await page.getByTestId('transport-pause').click();
  // small data: EASE comes by itself
  await expect(runRow(page, 'ease')).toHaveAttribute('data-status', 'finished', { timeout: 60_000 });

  await page.getByTestId('add-model').click();
  await page.getByTestId('add-model-itemknn').click();
  const draft = page.getByTestId('draft');
  await expect(draft.getByTestId('draft-size')).toContainText('memory');
  await draft.getByTestId('param-neighbours').locator('input').last().fill('50');
  await draft.getByTestId('start-run').click();
  await expect(runRow(page, 'itemknn')).toHaveAttribute('data-status', 'finished', { timeout: 60_000 });

  await addRun(page, 'als', { parameters: { iterations: 1000 } });
  const als = runRow(page, 'als');
  await expect(als).toContainText(/%/, { timeout: 30_000 });
  await als.click();
  await page.getByTestId('cancel-run').click();
  await expect(als).toHaveAttribute('data-status', 'stopped');
  await expect(als).toContainText('cancelled');

  for (const model of ['ease', 'itemknn', 'popularity']) {
    const runId = await runRow(page, model).getAttribute('data-run-id');
    await expect(page.locator(`[data-testid="metric-chart"] [data-line="${runId}"][data-level]`)).toHaveCount(1);
  }
  const cancelledId = await als.getAttribute('data-run-id');
  await expect(page.locator(`[data-testid="metric-chart"] [data-line="${cancelledId}"]`)).toHaveCount(0);

  await goTo(page, 'compare');
  await expect(page.getByTestId('compare-row').filter({ hasText: 'EASE' })).toHaveCount(1);
});
