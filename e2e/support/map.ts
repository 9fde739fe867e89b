/** The item map as its user handles it. */
import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import type { Vectors } from '../../src/projection/types';
import { goTo, runRow, TRAINING_LIMIT_MS, tableTwin } from './playground';

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

export const mapTable = (page: Page) => tableTwin(page, "The map's 100 most popular points");

/** Where the most popular points lie. */
export async function positions(page: Page): Promise<string[]> {
  const { x, y } = await mapTable(page);
  return x.map((value, at) => `${value} ${y[at]}`);
}

/** A map of many steps has begun, and is waited for. */
export async function expectDrawn(page: Page): Promise<void> {
  const status = page.getByTestId('map-status');
  await expect(status).toHaveAttribute('data-status', 'computing');
  await expect(status).toHaveAttribute('data-status', 'done', { timeout: TRAINING_LIMIT_MS });
  await expect(status).toContainText(/[\d,]+ steps in /);
}

/** Types a setting of such a map, which draws it again. */
export async function setMap(page: Page, field: 'map-seed' | 'map-parameter', value: number): Promise<void> {
  await page.getByTestId(field).getByRole('textbox').fill(String(value));
  await page.keyboard.press('Enter');
  await expectDrawn(page);
}

/** The bytes that a click saves. */
export async function savedFiles(page: Page, testId: string, count = 1): Promise<{ name: string; bytes: Buffer }[]> {
  const files: { name: string; bytes: Buffer }[] = [];
  const arrived = new Promise<void>((resolve) => {
    page.on('download', async (download) => {
      files.push({ name: download.suggestedFilename(), bytes: await readFile(await download.path()) });
      if (files.length === count) resolve();
    });
  });
  await page.getByTestId(testId).click();
  await arrived;
  page.removeAllListeners('download');
  return files;
}

/** A float32 matrix out of a .npy file. */
export function readNpy(bytes: Buffer): Vectors {
  const start = 10 + bytes.readUInt16LE(8);
  const [, rows, columns] = /'shape': \((\d+), (\d+)\)/.exec(bytes.toString('latin1', 10, start)) ?? [];
  const [numRows, width] = [Number(rows), Number(columns)];
  const data = Float32Array.from({ length: numRows * width }, (_, at) => bytes.readFloatLE(start + 4 * at));
  return { rows: numRows, dimensions: width, data };
}

/** The two files of the Embedding Projector: names of the rows, and the numbers. */
export async function projectorFiles(page: Page, testId: string): Promise<{ rows: string[][]; vectors: Vectors }> {
  const files = await savedFiles(page, testId, 2);
  const lines = (end: string) =>
    (files.find(({ name }) => name.endsWith(end))?.bytes.toString() ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
  const numbers = lines('vectors.tsv');
  const data = Float32Array.from(numbers.flat(), Number);
  return {
    rows: lines('metadata.tsv').slice(1),
    vectors: { rows: numbers.length, dimensions: numbers[0].length, data },
  };
}

/** The neighbours that are listed, and their cosines. */
export async function neighbours(page: Page): Promise<{ row: number; similarity: number }[]> {
  const rows = page.getByTestId('map-neighbours').first().locator('tbody tr');
  await expect(rows).toHaveCount(10);
  return rows.evaluateAll((lines) =>
    lines.map((line) => ({
      row: Number(line.getAttribute('data-row')),
      similarity: Number(line.getAttribute('data-similarity')),
    })),
  );
}
