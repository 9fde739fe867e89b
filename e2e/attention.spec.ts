/** Attention: what SASRec looks at, on the page and by the model's own function with the parameters of its file. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Download, Page } from '@playwright/test';
import Papa from 'papaparse';
import { readSequence } from '../src/models/sasrec/attention';
import { type ModelFile, readModelFile } from '../src/storage/modelFile';
import { expect, test } from './support/fixtures';
import {
  addRun,
  downloaded,
  dropFile,
  expectEnded,
  goTo,
  IS_FULL,
  MOVIELENS_DIR,
  NEEDS_FULL,
  NEEDS_MOVIELENS,
  open,
  runRow,
  saveModel,
  TRAINING_LIMIT_MS,
  tableTwin,
  trySample,
} from './support/playground';

const LENGTH = 12;
const SETTINGS = { hiddenUnits: 16, numHeads: 2, maxSeqLength: LENGTH, epochs: 2, learningRate: 0.01 };

const map = (page: Page) => page.getByTestId('attention-map');
const films = (page: Page) => page.getByTestId('ordered-films').locator('li');
const answered = (page: Page) =>
  expect(page.locator('[data-testid="attention-pane"][data-answered="true"]')).toBeVisible();

async function openAttention(page: Page): Promise<void> {
  await goTo(page, 'inspect');
  await page.getByTestId('inspect-tab-attention').click();
}

/** From the empty view to a form for SASRec, and its first epoch. */
async function trainHere(page: Page): Promise<void> {
  await page.getByTestId('attention-train').click();
  const draft = page.getByTestId('draft');
  await draft.getByTestId('more-settings').click();
  for (const [name, value] of Object.entries(SETTINGS)) {
    const field = draft.getByTestId(`param-${name}`).locator('input').last();
    await field.fill(String(value));
    await field.press('Tab');
  }
  await draft.getByTestId('start-run').click();
  await expect(draft).toBeHidden();
}

/** The sequence in the editor: item indices, oldest first. */
const sequence = (page: Page): Promise<number[]> =>
  films(page).evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset.itemIndex)));

const textOf = async (download: Download) => readFile(await download.path(), 'utf8');

interface Row {
  block: number;
  head: number;
  place: number;
  title: string;
  lookedAt: number;
  weight: number;
}

async function csvOf(page: Page): Promise<Row[]> {
  const { data, errors } = Papa.parse<Record<string, string>>(await textOf(await downloaded(page, 'attention-csv')), {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  return data.map((row) => ({
    block: Number(row.block),
    head: Number(row.head),
    place: Number(row.place),
    title: row.title,
    lookedAt: Number(row.looks_at_place),
    weight: Number(row.weight),
  }));
}

/** What is on the page is what the model's function gives for these films. */
async function expectModelsNumbers(page: Page, model: ModelFile, items: number[]): Promise<void> {
  await expect(map(page)).toHaveAttribute('data-films', String(Math.min(LENGTH, items.length)));
  const { maps, scoresAfter } = readSequence(model.values, model.config, Int32Array.from(items));
  const n = maps.items.length;
  const rows = await csvOf(page);
  expect(rows).toHaveLength((2 * 2 * n * (n + 1)) / 2);
  const sums = new Map<string, number>();
  for (const { block, head, place, lookedAt, weight } of rows) {
    expect(lookedAt).toBeLessThanOrEqual(place);
    const [row, column] = [place - 1 - maps.numEarlier, lookedAt - 1 - maps.numEarlier];
    const expected = maps.weights[(((block - 1) * 2 + head - 1) * n + row) * n + column];
    expect(weight).toBe(expected);
    const key = `${block} ${head} ${place}`;
    sums.set(key, (sums.get(key) ?? 0) + weight);
  }
  expect(sums.size).toBe(2 * 2 * n);
  for (const sum of sums.values()) expect(Math.abs(sum - 1)).toBeLessThan(1e-6);

  // the table beside the drawing: the mean of the last block's heads, and nothing to the right
  const table = Object.values(await tableTwin(page, 'Attention of SASRec, Block 2, mean of heads'));
  expect(table).toHaveLength(n + 1);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const mean = (maps.weights[(2 * n + row) * n + column] + maps.weights[(3 * n + row) * n + column]) / 2;
      if (column > row) expect(table[column + 1][row]).toBe('');
      else expect(Math.abs(Number(table[column + 1][row]) - mean)).toBeLessThanOrEqual(0.5e-4 + 1e-7);
    }
  }

  // what it expects after the row that is told about
  const place = Number(await map(page).getAttribute('data-row'));
  await expect(page.locator('[data-testid="expected"][data-answered="true"]')).toBeVisible();
  const scores = scoresAfter(place);
  const seen = new Set(items.slice(0, maps.numEarlier + place + 1));
  const best = [...scores.keys()].filter((item) => !seen.has(item)).sort((a, b) => scores[b] - scores[a]);
  const listed = await page.getByTestId('expected-film').evaluateAll((lines) =>
    lines.map((line) => ({
      item: Number(line.getAttribute('data-item-index')),
      score: Number(line.getAttribute('data-score')),
      rank: Number(line.getAttribute('data-rank')),
    })),
  );
  expect(listed.slice(0, 5).map(({ item }) => item)).toEqual(best.slice(0, 5));
  for (const { item, score, rank } of listed) {
    expect(score).toBeCloseTo(scores[item], 5);
    expect(best.indexOf(item) + 1).toBe(rank);
  }
  expect(Number(await page.getByTestId('attention-sum').getAttribute('data-value'))).toBeCloseTo(1, 5);
}

async function savedRun(page: Page, folder: string): Promise<ModelFile> {
  await goTo(page, 'train');
  return readModelFile(new Uint8Array(await readFile(await saveModel(page, runRow(page, 'sasrec'), folder))).buffer);
}

/** @returns the model's file */
async function walkThrough(page: Page, folder: string): Promise<ModelFile> {
  await test.step('a run that trains on is read as it is', async () => {
    await page.getByTestId('transport-step-epoch').click();
    await openAttention(page);
    await expect(page.getByTestId('attention-pane')).toBeVisible({ timeout: TRAINING_LIMIT_MS });
    await answered(page);
    await expect(page.getByTestId('attention-pane')).toBeVisible();
    await goTo(page, 'train');
    await page.getByTestId('transport-play').click();
    await expectEnded(page, 'sasrec');
  });
  const model = await savedRun(page, folder);
  await openAttention(page);
  await answered(page);
  await page.getByTestId('attention-edit').click();
  await expect(films(page).first()).toBeVisible();
  const original = await sequence(page);

  await test.step('numbers are those of the model’s own function; the last row’s list is the device’s', async () => {
    await expectModelsNumbers(page, model, original);
    const listed = await page
      .getByTestId('expected-film')
      .evaluateAll((lines) => lines.slice(0, 5).map((line) => Number(line.getAttribute('data-item-index'))));
    await page.getByTestId('inspect-tab-lists').click();
    const column = page.locator('[data-testid="inspect-column"][aria-label="SASRec"]');
    await expect(column.getByTestId('rec-row')).toHaveCount(10);
    const items = await column
      .getByTestId('rec-row')
      .evaluateAll((rows) => rows.slice(0, 5).map((row) => Number((row as HTMLElement).dataset.itemIndex)));
    expect(items).toEqual(listed);
    await column.getByTestId('rec-row').first().click();
    await page.getByTestId('see-attention').click();
    await answered(page);
  });

  await test.step('keys walk the cells, and what is there is said', async () => {
    const n = Math.min(LENGTH, original.length);
    const rows = (await csvOf(page)).filter(({ block }) => block === 2);
    const told = (row: number, column: number) => {
      const at = rows.filter(
        ({ place, lookedAt }) =>
          place - 1 === original.length - n + row && lookedAt - 1 === original.length - n + column,
      );
      const titles = rows.filter(({ place, lookedAt }) => place === lookedAt);
      const title = (index: number) => titles.find(({ place }) => place - 1 === original.length - n + index)?.title;
      const weight = at.reduce((sum, one) => sum + one.weight, 0) / at.length;
      return `After ${title(row)}, looks at ${title(column)}: ${weight.toFixed(3)}`;
    };
    await map(page).focus();
    await page.keyboard.press('End');
    for (const [key, row, column] of [
      ['ArrowRight', n - 1, n - 1],
      ['ArrowUp', n - 2, n - 2],
      ['ArrowLeft', n - 2, n - 3],
      ['ArrowDown', n - 1, n - 3],
      ['Home', n - 1, 0],
      ['PageUp', Math.max(0, n - 11), 0],
    ] as const) {
      await page.keyboard.press(key);
      await expect(map(page)).toHaveAttribute('data-row', String(row));
      await expect(map(page)).toHaveAttribute('data-column', String(column));
      await expect(page.getByTestId('attention-map-said')).toHaveText(told(row, column));
    }
    await expectModelsNumbers(page, model, original);
  });

  await test.step('another order, another film: everything follows, and back again', async () => {
    const [before] = [await csvOf(page)];
    await films(page).last().focus();
    await page.keyboard.press('Alt+ArrowUp');
    await expect(page.getByText('an order of your own')).toBeVisible();
    await answered(page);
    const turned = await sequence(page);
    expect(turned).not.toEqual(original);
    await expectModelsNumbers(page, model, turned);
    // nothing of the future: rows before the change are as they were
    const n = Math.min(LENGTH, original.length);
    const early = (rows: Row[]) => rows.filter(({ place }) => place <= original.length - 2);
    expect(early(await csvOf(page))).toEqual(early(before));
    expect(early(before).length).toBe((4 * (n - 2) * (n - 1)) / 2);

    await page.getByTestId('film-search').fill('the');
    await page.getByRole('option').first().click();
    await expect(films(page)).toHaveCount(original.length + 1);
    await answered(page);
    const longer = await sequence(page);
    expect(longer.slice(0, -1)).toEqual(turned);
    await expect(page.getByTestId('attention-length')).toContainText(
      longer.length > LENGTH ? `the latest ${LENGTH} of ${longer.length}` : `reads all ${longer.length}`,
    );
    await expectModelsNumbers(page, model, longer);

    await page.getByTestId('attention-clear').click();
    await expect(map(page)).toBeHidden();
    await page.getByTestId('film-search').fill('the');
    await page.getByRole('option').first().click();
    await expect(films(page)).toHaveCount(1);
    await expectModelsNumbers(page, model, await sequence(page));
    await page.getByTestId('attention-reset').click();
    await answered(page);
    expect(await sequence(page)).toEqual(original);
    await expectModelsNumbers(page, model, original);
  });

  await test.step('blocks and heads, all at once, and one of them large', async () => {
    await page.getByTestId('attention-all').click();
    const thumbs = page.getByTestId('attention-thumb');
    await expect(thumbs).toHaveCount(4);
    await thumbs.nth(1).click();
    await expect(map(page)).toHaveAttribute('aria-label', /Block 1, head 2/);
    const table = Object.values(await tableTwin(page, 'Attention of SASRec, Block 1, head 2'));
    const { maps } = readSequence(model.values, model.config, Int32Array.from(original));
    const n = maps.items.length;
    for (let column = 0; column < n; column++) {
      const weight = maps.weights[(n + n - 1) * n + column];
      expect(Math.abs(Number(table[column + 1][n - 1]) - weight)).toBeLessThanOrEqual(0.5e-4 + 1e-7);
    }
  });

  await test.step('the order’s effect and the picture', async () => {
    const order = page.getByTestId('attention-order');
    await expect(order).toHaveAttribute('data-answered', 'true', { timeout: 60_000 });
    const values = await order
      .getByTestId('why-part')
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('data-value'))));
    expect(values).toHaveLength(2);
    const [, from, to] = /range from (\d\.\d+) to (\d\.\d+)/.exec((await order.textContent()) ?? '') ?? [];
    expect(values[1]).toBeGreaterThanOrEqual(Number(from) - 5e-4);
    expect(values[1]).toBeLessThanOrEqual(Number(to) + 5e-4);

    const png = await readFile(await (await downloaded(page, 'attention-png')).path());
    expect(png.toString('latin1', 1, 4)).toBe('PNG');
    const at = png.indexOf('pHYs', 0, 'latin1');
    expect([png.readUInt32BE(at + 4), png.readUInt32BE(at + 8)]).toEqual([11811, 11811]);
    expect(png.readUInt32BE(16)).toBeGreaterThan(1000);
  });
  return model;
}

/** Another run's maps beside those of the first, each with its own numbers; the newer one stays. */
async function expectBeside(page: Page, first: ModelFile, folder: string): Promise<void> {
  await goTo(page, 'train');
  await addRun(page, 'sasrec', { parameters: { ...SETTINGS, numHeads: 1, epochs: 1 } });
  await expectEnded(page, 'sasrec');
  const second = await savedRun(page, folder);
  await openAttention(page);
  await answered(page);
  const items = Int32Array.from(await sequence(page));
  await page.getByTestId('attention-add-run').click();
  await expect(page.locator('[data-testid="attention-pane"][data-answered="true"]')).toHaveCount(2);
  for (const { label, values, config } of [first, second]) {
    const pane = page.getByTestId('attention-pane').and(page.getByLabel(label, { exact: true }));
    await pane.getByTestId('attention-map').focus();
    const { maps } = readSequence(values, config, items);
    const n = maps.items.length;
    const rows = await csvOf(page);
    expect(rows).toHaveLength((2 * maps.numHeads * n * (n + 1)) / 2);
    for (const { block, head, place, lookedAt, weight } of rows) {
      const [row, seen] = [place - 1 - maps.numEarlier, lookedAt - 1 - maps.numEarlier];
      expect(weight).toBe(maps.weights[(((block - 1) * maps.numHeads + head - 1) * n + row) * n + seen]);
    }
  }
  await page
    .getByTestId('attention-pane')
    .and(page.getByLabel(first.label, { exact: true }))
    .getByRole('button', { name: /^Take away/ })
    .click();
  await answered(page);
}

/** A fresh tab shows the same numbers from what was kept. */
async function expectTheSameAfterReload(page: Page): Promise<void> {
  const before = await csvOf(page);
  await page.getByTestId('open-saved-dialog').click();
  await expect(page.locator('[data-testid="saved-run"][data-status="finished"]').first()).toBeVisible({
    timeout: 60_000,
  });
  await page.keyboard.press('Escape');
  const fresh = await page.context().newPage();
  await page.close();
  await open(fresh);
  await fresh.getByTestId('continue-last').click();
  await expect(fresh.getByTestId('dataset-chip')).toContainText('600');
  await openAttention(fresh);
  await answered(fresh);
  expect(await csvOf(fresh)).toEqual(before);
}

test('the sample: from no model to its attention, in any order, and after a reload', async ({ page }, info) => {
  test.setTimeout(600_000);
  await open(page);
  await trySample(page);
  await page.getByTestId('transport-pause').click();
  await expect(runRow(page, 'neumf')).toHaveAttribute('data-status', /paused|queued/, { timeout: 30_000 });
  await page.getByTestId('transport-stop').click();
  await expectEnded(page, 'neumf');
  await openAttention(page);
  await trainHere(page);
  const model = await walkThrough(page, info.outputPath());
  await test.step('another run beside it', () => expectBeside(page, model, info.outputPath()));
  await expectTheSameAfterReload(page);
});

test('MovieLens 100K: the same', async ({ page }, info) => {
  test.skip(!MOVIELENS_DIR, NEEDS_MOVIELENS);
  test.skip(!IS_FULL, NEEDS_FULL);
  test.setTimeout(900_000);
  await open(page);
  await dropFile(page, path.join(MOVIELENS_DIR as string, 'ml-100k.zip'));
  await expect(page.getByTestId('dataset-chip')).toContainText('943', { timeout: 60_000 });
  await goTo(page, 'train');
  await addRun(page, 'sasrec', { parameters: SETTINGS });
  await walkThrough(page, info.outputPath());
});
