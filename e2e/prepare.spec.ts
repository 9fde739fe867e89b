/** Filters and splits on the page: presets, each setting, the time cut by pointer, keys and typing, undo, leak check. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { goTo, open, tableTwin, trySample } from './support/playground';

/** The sample, its first run stopped: preparing has the computer for itself. */
async function openPreparation(page: Page): Promise<Locator> {
  await open(page, '?device=cpu');
  await trySample(page);
  await page.getByTestId('transport-stop').click();
  await goTo(page, 'data');
  return page.getByTestId('split-block');
}

/** The number after a part's name in the legend of the bar. */
async function partCount(block: Locator, part: string): Promise<number> {
  const text = await block
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${part} [\\d,]+`) })
    .textContent();
  return Number(/[\d,]+/.exec(text?.slice(part.length) ?? '')?.[0].replaceAll(',', ''));
}

async function partCounts(block: Locator): Promise<number[]> {
  return Promise.all(['train', 'valid', 'test'].map((part) => partCount(block, part)));
}

async function choosePreset(block: Locator, name: string): Promise<void> {
  await block.getByLabel('Preset', { exact: true }).selectOption(name);
}

test('presets, filters and the way back', async ({ page }) => {
  const block = await openPreparation(page);
  const plate = page.getByTestId('protocol-badge').last();
  const undo = block.getByTestId('prepare-undo');
  await expect(undo).toBeDisabled();
  await expect(block.getByTestId('prepare-reset')).toBeDisabled();
  const before = await partCounts(block);
  const all = before.reduce((sum, count) => sum + count);

  await choosePreset(block, 'SASRec paper');
  await expect(plate).toContainText('leave one out');
  await expect(plate).toContainText('counted once');
  await expect(block.getByRole('radio', { name: 'Leave one out' })).toBeChecked();
  await expect(block.getByLabel('Min per film', { exact: true })).toHaveValue('5');
  const [train, valid, held] = await partCounts(block);
  expect(valid).toBe(held);
  expect(train + valid + held).toBeLessThan(all);

  await choosePreset(block, 'LightGCN paper');
  await expect(plate).toContainText('10-core');
  await expect(plate).toContainText('random per user 80/20');
  await expect(block.getByRole('table', { name: /^Before and after/ })).toContainText('−');

  // A setting by hand is no preset any more.
  const minPerUser = block.getByLabel('Min per user', { exact: true });
  await minPerUser.fill('40');
  await minPerUser.press('Enter');
  await expect(plate).toContainText('≥40 per user');
  await expect(block.getByLabel('Preset', { exact: true })).toHaveValue('own');
  await block.getByRole('switch', { name: 'k-core' }).uncheck({ force: true });
  await expect(plate).toContainText('counted once');

  // Ctrl+Z in the block takes one change back at a time; the button too.
  await minPerUser.focus();
  await page.keyboard.press('Control+z');
  await expect(plate).not.toContainText('counted once');
  await expect(minPerUser).toHaveValue('40');
  await undo.click();
  await expect(block.getByLabel('Preset', { exact: true })).toHaveValue('lightgcn');
  // ... but not while a number is being typed
  await minPerUser.fill('7');
  await page.keyboard.press('Control+z');
  await expect(block.getByLabel('Preset', { exact: true })).toHaveValue('lightgcn');
  await page.keyboard.press('Escape');

  await block.getByTestId('prepare-reset').click();
  await expect(block.getByTestId('prepare-reset')).toBeDisabled();
  await expect.poll(() => partCounts(block)).toEqual(before);
  await undo.click();
  await expect(plate).toContainText('10-core');
});

test('each split shares out every interaction and passes its leak check', async ({ page }) => {
  const block = await openPreparation(page);
  const leakCheck = block.getByTestId('leak-check');
  const all = (await partCounts(block)).reduce((sum, count) => sum + count);
  for (const [name, timeChecks] of [
    ['Last per user', 'passed'],
    ['Leave one out', 'passed'],
    ['Random', 'notAsked'],
    ['Random per user', 'notAsked'],
    ['Time cut', 'passed'],
  ] as const) {
    await block.getByRole('radio', { name, exact: true }).check({ force: true });
    await expect(leakCheck.locator('[data-check="older"]')).toHaveAttribute('data-state', timeChecks);
    await expect(leakCheck).toHaveAttribute('data-passed', 'true');
    await expect(leakCheck.locator('[data-check="olderThanAnyone"]')).toHaveAttribute(
      'data-state',
      name === 'Time cut' ? 'passed' : 'notAsked',
    );
    const counts = await partCounts(block);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    const setAside = name === 'Time cut' ? await partCount(block, 'set aside') : 0;
    expect(counts.reduce((sum, count) => sum + count) + setAside).toBe(all);
  }
  // the sample's users come and go: an honest cut leaves few in test, and says so
  await expect(page.getByTestId('advice').locator('[data-advice="newUsers"]')).toHaveAttribute('data-severity', 'look');
});

test('the time cut is dragged, moved with the keys, and typed', async ({ page }) => {
  test.setTimeout(150_000);
  const block = await openPreparation(page);
  const plate = page.getByTestId('protocol-badge').last();
  await block.getByRole('radio', { name: 'Time cut' }).check({ force: true });
  const slider = block.getByRole('slider', { name: 'Test from this moment on' });
  const field = block.getByLabel('Test from', { exact: true });
  await expect(slider).toBeVisible();
  await expect(field).toHaveValue(/^\d{4}-\d\d-\d\d/);
  const bars = await tableTwin(page, 'Interactions over time');
  const total = bars.interactions.reduce((sum, count) => sum + Number(count.replaceAll(',', '')), 0);
  const parts = await partCounts(block);
  expect(total).toBe(parts.reduce((sum, count) => sum + count) + (await partCount(block, 'set aside')));

  await field.fill('2020-05-06');
  await field.press('Enter');
  await expect(plate).toContainText('time 2020-05-06');
  await expect(slider).toHaveAttribute('aria-valuetext', 'May 6, 2020');
  const [trainTyped] = await partCounts(block);

  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(plate).toContainText('time 2020-05-07');
  await expect(field).toHaveValue('2020-05-07');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(plate).toContainText('time 2020-05-05');

  const box = await slider.boundingBox();
  if (!box) throw new Error('the slider is not drawn');
  const y = box.y + box.height / 2;
  const [year] = (await field.inputValue()).split('-').map(Number);
  expect(year).toBe(2020);
  await page.mouse.move(box.x + box.width * 0.4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 5 });
  await expect(block.getByTestId('time-cut')).toContainText('about');
  await expect(plate, 'nothing is prepared while the line is held').toContainText('time 2020-05-05');
  await page.mouse.up();
  await expect(plate).not.toContainText('time 2020-05-05');
  // six tenths of the way from January 2018 to August 2025
  await expect(field).toHaveValue(/^2022-0[6-9]-\d\d$/);
  await expect.poll(async () => (await partCounts(block))[0]).toBeGreaterThan(trainTyped);

  for (const [typed, answer] of [
    ['soon', 'Write year, month and day'],
    ['2031-01-01', 'Choose a day between 2018-01-02 and 2025-08'],
  ]) {
    await field.fill(typed);
    await field.press('Enter');
    await expect(block.getByText(answer)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(block.getByText(answer)).toBeHidden();
  }

  await block.getByRole('button', { name: 'last 20 % instead' }).click();
  await expect(block.getByLabel('Test', { exact: true })).toHaveValue('20');
  await block.getByTestId('prepare-undo').click();
  await expect(field).toHaveValue(/^2022-0[6-9]-\d\d$/);
});
