/** The page as its user handles it; the journeys are written in these words. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Download, expect, type Locator, type Page } from '@playwright/test';

/** Where real MovieLens zips are; journeys on them are skipped, and say so, without it. */
export const MOVIELENS_DIR = process.env.MOVIELENS_DIR;
export const NEEDS_MOVIELENS = 'needs real MovieLens: set MOVIELENS_DIR to a folder with ml-100k.zip and ml-1m.zip';

/** Journeys of minutes run at this level only; `.ci/run` sets it. */
export const IS_FULL = process.env.TEST_LEVEL === 'full';
export const NEEDS_FULL = 'takes minutes on a software adapter: set TEST_LEVEL=full';

/** On software every step counts: what a test waits for at most, in ms. */
export const TRAINING_LIMIT_MS = 300_000;

export async function open(page: Page, query = ''): Promise<void> {
  await page.goto(`./${query}`);
  await expect(page.getByTestId('try-sample')).toBeVisible();
}

/** One click: the sample is loaded and a first run starts. */
export async function trySample(page: Page): Promise<void> {
  await page.getByTestId('try-sample').click();
  // loading the workers takes a busy machine long
  await expect(runRow(page, 'neumf')).toBeVisible({ timeout: 60_000 });
}

/** Drops a file anywhere on the page, as from a file manager. */
export async function dropFile(page: Page, filePath: string): Promise<void> {
  const bytes = (await readFile(filePath)).toString('base64');
  const transfer = await page.evaluateHandle(
    ([content, name]) => {
      const blob = new Blob([Uint8Array.from(atob(content), (character) => character.charCodeAt(0))]);
      const transfer = new DataTransfer();
      transfer.items.add(new File([blob], name));
      return transfer;
    },
    [bytes, path.basename(filePath)],
  );
  const target = page.locator('body');
  await target.dispatchEvent('dragenter', { dataTransfer: transfer });
  await expect(page.getByTestId('drop-overlay')).toBeVisible();
  await target.dispatchEvent('dragover', { dataTransfer: transfer });
  await target.dispatchEvent('drop', { dataTransfer: transfer });
}

export function goTo(page: Page, place: 'data' | 'train' | 'compare' | 'inspect' | 'learn'): Promise<void> {
  return page.getByTestId(`rail-${place}`).click();
}

export function runRow(page: Page, model: string): Locator {
  return page.locator(`[data-testid="run-row"][data-model="${model}"]`).last();
}

export interface Settings {
  preset?: string;
  /** typed into the parameter's field */
  parameters?: Record<string, number>;
  /** chosen in the parameter's list */
  choices?: Record<string, string>;
}

/** Sets a run up in the form and adds it to the queue. */
export async function addRun(page: Page, model: string, settings: Settings): Promise<void> {
  await page.getByTestId('add-model').click();
  await page.getByTestId(`add-model-${model}`).click();
  const draft = page.getByTestId('draft');
  if (settings.preset) await draft.getByTestId(`preset-${settings.preset}`).click();
  await draft.getByTestId('more-settings').click();
  for (const [name, value] of Object.entries(settings.parameters ?? {})) {
    const field = draft.getByTestId(`param-${name}`).locator('input').last();
    await field.fill(String(value));
    await field.press('Tab');
  }
  for (const [name, value] of Object.entries(settings.choices ?? {})) {
    await draft.getByTestId(`param-${name}`).locator('select').selectOption(value);
  }
  await draft.getByTestId('start-run').click();
  await expect(draft).toBeHidden();
  await expect(runRow(page, model)).toBeVisible();
}

export async function expectEnded(page: Page, model: string): Promise<void> {
  await expect(runRow(page, model)).toHaveAttribute('data-status', /finished|stopped/, { timeout: TRAINING_LIMIT_MS });
}

/** A chart's table twin: each column's cells by its heading. */
export async function tableTwin(page: Page, chartName: string): Promise<Record<string, string[]>> {
  await page.getByRole('button', { name: `as a table: ${chartName}` }).click();
  const table = page.locator('[popover]:popover-open table');
  await expect(table).toBeVisible();
  const read = (selector: string) =>
    table
      .locator(selector)
      .evaluateAll((rows) => rows.map((row) => Array.from(row.children, (cell) => cell.textContent ?? '')));
  const [headings] = await read('thead tr');
  const rows = await read('tbody tr');
  await page.keyboard.press('Escape');
  return Object.fromEntries(headings.map((heading, column) => [heading, rows.map((row) => row[column])]));
}

/** Points drawn of each line, by run, as the chart itself says. */
export async function drawnLines(page: Page, chart: 'loss-chart' | 'metric-chart'): Promise<Record<string, number>> {
  const lines = page.getByTestId(chart).locator('[data-line][data-points]');
  const counts = await lines.evaluateAll((groups) =>
    groups.map((group) => [
      group.getAttribute('data-line') ?? '',
      Math.max(Number(group.getAttribute('data-points')), Number(group.getAttribute('data-faint'))),
    ]),
  );
  return Object.fromEntries(counts);
}

/** The test value of each run in Compare's table, by model. */
export async function testValues(page: Page): Promise<Record<string, number>> {
  await expect(page.getByTestId('compare-row').first()).toBeVisible();
  const rows = await page
    .getByTestId('compare-row')
    .evaluateAll((lines) =>
      lines.map((line) => [
        line.getAttribute('data-model') ?? '',
        Number(line.querySelector('[data-column="test"]')?.textContent),
      ]),
    );
  return Object.fromEntries(rows);
}

/** What is known of a run, and its buttons. */
export async function openDetails(row: Locator): Promise<void> {
  if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
}

/** What a click saves. */
export async function downloaded(page: Page, button: string): Promise<Download> {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.getByTestId(button).click(),
  ]);
  return download;
}

/** The model of a run as a file, under its own name in a folder of the test. */
export async function saveModel(page: Page, row: Locator, folder: string): Promise<string> {
  await openDetails(row);
  const download = await downloaded(page, 'save-model');
  const file = path.join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return file;
}
