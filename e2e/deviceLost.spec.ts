/** The GPU process dies in the middle of training: the page says so, and the run goes on. */
import { expect, test } from './support/fixtures';
import { drawnLines, open, runRow, TRAINING_LIMIT_MS, trySample } from './support/playground';

test('a lost device is said, opened again, and the run goes on', async ({ page, browser }) => {
  test.setTimeout(420_000);
  await open(page);
  await trySample(page);
  const row = runRow(page, 'neumf');
  const runId = (await row.getAttribute('data-run-id')) as string;
  const points = async (chart: 'loss-chart' | 'metric-chart') => (await drawnLines(page, chart))[runId] ?? 0;
  await expect(async () => {
    expect(await points('metric-chart')).toBeGreaterThan(0);
  }).toPass({ timeout: TRAINING_LIMIT_MS });

  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');
  await expect(page.getByTestId('device-line')).toHaveAttribute('data-status', 'lost', { timeout: 30_000 });
  await expect(page.getByTestId('device-banner')).toBeVisible();
  await expect(row).toHaveAttribute('data-status', 'paused');
  const before = await points('metric-chart');
  expect(before, 'what was measured stays').toBeGreaterThan(0);

  await page.getByTestId('transport-play').click();
  await expect(page.getByTestId('device-line')).toHaveAttribute('data-backend', 'webgpu', { timeout: 30_000 });
  await expect(async () => {
    expect(await points('metric-chart')).toBeGreaterThan(before);
  }).toPass({ timeout: TRAINING_LIMIT_MS });
});
