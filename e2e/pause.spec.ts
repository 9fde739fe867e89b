/** What the engine does is said, and it listens: need before the start, compiling, how steps run, and pauses at any time. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { open, runRow, TRAINING_LIMIT_MS, trySample } from './support/playground';

/** A software adapter shares its cores with the page: a GPU takes a tenth of this. */
const SHOWN_WITHIN_MS = 1500;
const RESTS_WITHIN_MS = 5000;

/** Clicks on pause. @returns ms until the page says so, and until the run rests */
function pause(page: Page): Promise<{ shown: number; rests: number }> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const has = (selector: string) => document.querySelector(selector) !== null;
        const started = performance.now();
        let shown = Number.POSITIVE_INFINITY;
        const look = () => {
          const now = performance.now() - started;
          if (has('[data-testid="transport-play"]')) shown = Math.min(shown, now);
          if (has('[data-testid="run-row"][data-model="neumf"][data-status="paused"]')) resolve({ shown, rests: now });
          else requestAnimationFrame(look);
        };
        document.querySelector<HTMLElement>('[data-testid="transport-pause"]')?.click();
        look();
      }),
  );
}

test('compiling is shown and can be paused; steps are replayed; a pause is heard at once', async ({ page }, info) => {
  test.setTimeout(420_000);
  await open(page);
  await trySample(page);
  const row = runRow(page, 'neumf');
  await expect(page.getByTestId('compile-progress')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('train-news')).toContainText('kernels');
  const early = await pause(page);
  expect(early.shown).toBeLessThan(SHOWN_WITHIN_MS);
  expect(early.rests).toBeLessThan(RESTS_WITHIN_MS);

  await page.getByTestId('transport-play').click();
  await expect(page.getByTestId('step-path')).toContainText(/replayed: \d+ kernels a step/, {
    timeout: TRAINING_LIMIT_MS,
  });
  await expect(page.getByTestId('op-by-op-banner')).toBeHidden();
  await expect(page.getByTestId('log')).toContainText(/replayed as \d+ GPU kernels/);
  await expect(row).toHaveAttribute('data-status', 'running', { timeout: 60_000 });
  await expect
    .poll(async () => Number(await page.getByTestId('epoch-counter').getAttribute('data-step')), { timeout: 60_000 })
    .toBeGreaterThan(3);
  const late = await pause(page);
  info.annotations.push({ type: 'pause', description: JSON.stringify({ early, late }) });
  expect(late.shown).toBeLessThan(SHOWN_WITHIN_MS);
  expect(late.rests).toBeLessThan(RESTS_WITHIN_MS);
});

test('a draft says what it needs on the GPU, and what is too large does not start', async ({ page }) => {
  test.setTimeout(180_000);
  await open(page);
  await trySample(page);
  await page.getByTestId('transport-pause').click();
  await page.getByTestId('add-model').click();
  await page.getByTestId('add-model-sasrec').click();
  const draft = page.getByTestId('draft');
  await expect(draft.getByTestId('draft-gpu')).toContainText(/about .+ on the GPU, the largest buffer .+ of /, {
    timeout: 60_000,
  });
  await expect(draft.getByTestId('start-run')).toBeEnabled();
  const field = (name: string) => draft.getByTestId(`param-${name}`).locator('input').last();
  await draft.getByTestId('more-settings').click();
  for (const [name, value] of Object.entries({ batchSize: 8192, maxSeqLength: 1000, hiddenUnits: 512 })) {
    await field(name).fill(String(value));
    await field(name).press('Tab');
  }
  await expect(draft.getByTestId('draft-too-large')).toContainText('make the batch smaller', { timeout: 60_000 });
  await expect(draft.getByTestId('start-run')).toBeDisabled();
  await field('batchSize').fill('64');
  await field('batchSize').press('Tab');
  await field('maxSeqLength').fill('20');
  await field('maxSeqLength').press('Tab');
  await expect(draft.getByTestId('draft-too-large')).toBeHidden({ timeout: 60_000 });
  await expect(draft.getByTestId('start-run')).toBeEnabled();
});

test('steps that are not replayed are said to run op by op, and why', async ({ page }) => {
  test.setTimeout(180_000);
  await open(page, '?device=cpu');
  await trySample(page);
  await expect(page.getByTestId('step-path')).toContainText('op by op, because only WebGPU replays steps', {
    timeout: 60_000,
  });
  await expect(page.getByTestId('log')).toContainText('op by op');
});
