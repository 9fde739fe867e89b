/** From the first screen to a moving curve in one click, and the transport, on every backend. */
import { expect, test } from './support/fixtures';
import {
  addRun,
  drawnLines,
  expectEnded,
  goTo,
  IS_FULL,
  NEEDS_FULL,
  open,
  runRow,
  TRAINING_LIMIT_MS,
  trySample,
} from './support/playground';

for (const backend of ['webgpu', 'webgl', 'cpu'] as const) {
  test(`the sample trains on ${backend}: one click to a moving curve; pause, step, stop`, async ({ page, guard }) => {
    test.setTimeout(420_000);
    // tfjs reports the lost WebGL features of a software renderer as warnings.
    if (backend === 'webgl') guard.allow(/WebGL|GL Driver|GPU stall/i);
    await open(page, backend === 'webgpu' ? '' : `?device=${backend}`);
    await trySample(page);
    await expect(page.getByTestId('device-line')).toHaveAttribute('data-backend', backend, { timeout: 30_000 });

    const row = runRow(page, 'neumf');
    const runId = (await row.getAttribute('data-run-id')) as string;
    await expect(async () => {
      expect((await drawnLines(page, 'loss-chart'))[runId] ?? 0).toBeGreaterThan(0);
    }).toPass({ timeout: TRAINING_LIMIT_MS });

    await page.getByTestId('transport-pause').click();
    await expect(page.getByTestId('transport-play')).toBeVisible();
    await expect(row).toHaveAttribute('data-status', 'paused', { timeout: 30_000 });
    // Where the run is: [epoch, step within it].
    const position = async () => {
      const counter = page.getByTestId('epoch-counter');
      return [Number(await counter.getAttribute('data-epoch')), Number(await counter.getAttribute('data-step'))];
    };
    const [epoch, step] = await position();
    await page.waitForTimeout(700);
    expect(await position(), 'nothing moves while paused').toEqual([epoch, step]);

    await page.getByTestId('transport-step-batch').click();
    await expect.poll(position, { timeout: 30_000 }).toEqual([epoch, step + 1]);
    await expect(row).toHaveAttribute('data-status', 'paused', { timeout: 30_000 });

    // An epoch takes software WebGL minutes.
    if (backend !== 'webgl') {
      await page.getByTestId('transport-step-epoch').click();
      await expect(async () => {
        expect((await drawnLines(page, 'metric-chart'))[runId] ?? 0).toBe(epoch);
      }).toPass({ timeout: TRAINING_LIMIT_MS });
      await expect(row).toHaveAttribute('data-status', 'paused', { timeout: 30_000 });
    }

    await page.getByTestId('transport-stop').click();
    await expectEnded(page, 'neumf');
    await expect(page.getByTestId('summary-sentence')).toBeVisible();
  });
}

test('three models in a race, compared and inspected on the sample', async ({ page }) => {
  test.skip(!IS_FULL, NEEDS_FULL);
  test.setTimeout(600_000);
  await open(page);
  await trySample(page);
  await page.getByTestId('transport-pause').click();
  await addRun(page, 'lightgcn', { preset: 'quick', parameters: { epochs: 3 } });
  await addRun(page, 'sasrec', { preset: 'quick', parameters: { epochs: 3 } });
  await page.getByRole('radio', { name: /race/i }).check({ force: true });
  await page.getByTestId('transport-play').click();
  await expect(async () => {
    const started = await page.locator('[data-testid="run-row"][data-status="queued"]').count();
    expect(started, 'all three are at work').toBe(0);
  }).toPass({ timeout: TRAINING_LIMIT_MS });
  await expectEnded(page, 'sasrec');
  await expectEnded(page, 'lightgcn');
  await page.getByTestId('transport-stop').click();
  await expectEnded(page, 'neumf');

  await goTo(page, 'compare');
  await expect(page.getByTestId('compare-row')).toHaveCount(6);
  await goTo(page, 'inspect');
  await expect(page.getByTestId('inspect-column').first().getByTestId('rec-row')).toHaveCount(10);
});
