/** The benchmark of the page's own device: cancelled, then measured, and told as numbers that fit together. */
import { expect, test } from './support/fixtures';
import { open, TRAINING_LIMIT_MS } from './support/playground';

test('times steps beside stock tfjs', async ({ page }) => {
  test.setTimeout(420_000);
  await open(page);
  await page.getByTestId('open-benchmark').click({ timeout: 60_000 });
  const dialog = page.getByRole('dialog', { name: 'Benchmark this device' });
  const start = dialog.getByTestId('start-benchmark');
  await expect(start).toBeFocused();
  // in software one model is suggested
  await expect(dialog.getByRole('switch', { name: 'NeuMF' })).toBeChecked();
  await expect(dialog.getByRole('switch', { name: 'SASRec' })).not.toBeChecked();
  await start.click();
  await expect(dialog.getByTestId('benchmark-stage')).toContainText('Multiplying');
  await dialog.getByTestId('cancel-benchmark').click();
  await expect(dialog.getByTestId('benchmark-stage')).toBeHidden();
  await expect(dialog.getByTestId('benchmark-table')).toBeHidden();

  await start.click();
  const row = dialog.getByTestId('benchmark-table').locator('tbody tr');
  await expect(row).toHaveCount(1, { timeout: TRAINING_LIMIT_MS });
  await expect(row).toHaveAttribute('data-model', 'neumf');
  await expect(row).not.toContainText('Not measured');
  const cells = await row.locator('td').allTextContents();
  const number = (text: string) => Number(/[\d.,]+/.exec(text)?.[0].replaceAll(',', ''));
  expect(number(cells[0])).toBeGreaterThan(0);
  // a page that is slower than stock tfjs has lost its kernels
  expect(number(cells[2])).toBeGreaterThan(1);
  expect(Math.abs(number(cells[1]) / number(cells[0]) / number(cells[2]) - 1)).toBeLessThan(0.1);
  expect(cells[4]).toMatch(/^\d\d \/ \d{3}$/);
  expect(cells[6]).toMatch(/^\d+(\.\d+)?%$/);
  await expect(dialog.getByTestId('benchmark-rates')).toContainText('GFLOP/s');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});
