/** The item map as its user handles it. */
import { expect, type Page } from '@playwright/test';
import { goTo, runRow, TRAINING_LIMIT_MS } from './playground';

/** Fits ALS on Train: vectors within seconds, without the device. */
export async function fitAls(page: Page): Promise<void> {
  await page.getByTestId('add-model').click();
  await page.getByTestId('add-model-als').click();
  await page.getByTestId('draft').getByTestId('start-run').click();
  await expect(runRow(page, 'als')).toHaveAttribute('data-status', 'finished', { timeout: TRAINING_LIMIT_MS });
}

export async function openMap(page: Page, of: string): Promise<void> {
  await goTo(page, 'inspect');
  await page.getByTestId('inspect-tab-map').click();
  await choose(page, 'Whose vectors are drawn', of);
}

export async function choose(page: Page, list: string, option: string): Promise<void> {
  await page.getByLabel(list, { exact: true }).selectOption({ label: option });
}

export const expectDone = (page: Page) =>
  expect(page.getByTestId('map-pane').first()).toHaveAttribute('data-status', 'done', { timeout: TRAINING_LIMIT_MS });
