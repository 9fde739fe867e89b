/** Files as their user hands them over, and what shows that they were read. */
import { expect, type Page } from '@playwright/test';
import { zipOf } from '../../src/data/testSupport';
import { type Files, NUM_FILMS, NUM_USERS, SHOWN_TITLES } from './written';

/** Of the written files. */
const SIZE = `${NUM_USERS} × ${NUM_FILMS}`;

const baseName = (name: string) => name.slice(name.lastIndexOf('/') + 1);
const payloads = (files: Files) =>
  Object.entries(files).map(([name, content]) => ({
    name: baseName(name),
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(content as string),
  }));

/** Files, a folder and Paste are behind "Replace" once there are data. */
export async function openWays(page: Page): Promise<void> {
  const replace = page.getByTestId('get-replace');
  if ((await replace.count()) > 0 && (await replace.getAttribute('aria-expanded')) === 'false') await replace.click();
}

export async function choose(page: Page, files: Files): Promise<void> {
  await openWays(page);
  await page.getByTestId('file-input').last().setInputFiles(payloads(files));
}

export async function chooseZip(page: Page, name: string, files: Files): Promise<void> {
  await choose(page, { [name]: await zipOf(files) });
}

/** The data in use are the written ones, read as this layout. */
export async function expectRead(page: Page, layout: string): Promise<void> {
  await expect(page.locator(`[data-layout="${layout}"]`)).toBeVisible();
  await expect(page.getByTestId('dataset-chip')).toContainText(SIZE);
}

export async function expectTitles(page: Page): Promise<void> {
  for (const title of SHOWN_TITLES) await expect(page.getByTestId('most-rated')).toContainText(title);
}
