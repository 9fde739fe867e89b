/** The whole way on real data: drop the zip, train the three models on WebGPU, compare, inspect. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { expect, test } from './support/fixtures';
import {
  addRun,
  drawnLines,
  dropFile,
  expectEnded,
  goTo,
  IS_FULL,
  MOVIELENS_DIR,
  NEEDS_FULL,
  NEEDS_MOVIELENS,
  open,
  runRow,
  TRAINING_LIMIT_MS,
  tableTwin,
  testValues,
} from './support/playground';

test.skip(!MOVIELENS_DIR, NEEDS_MOVIELENS);

test('ml-100k.zip: three models train on WebGPU, are compared and looked into', async ({ page }) => {
  test.setTimeout(900_000);
  await open(page);
  await dropFile(page, path.join(MOVIELENS_DIR as string, 'ml-100k.zip'));
  await expect(page.getByTestId('dataset-chip')).toContainText('MovieLens 100K');
  await expect(page.getByTestId('dataset-chip')).toContainText('943');
  await goTo(page, 'train');

  await addRun(page, 'lightgcn', {
    preset: 'quick',
    parameters: { numLayers: 1, learningRate: 0.01, batchSize: 4096, epochs: 4 },
  });
  await expect(page.getByTestId('device-line')).toHaveAttribute('data-backend', 'webgpu', { timeout: 30_000 });
  await addRun(page, 'neumf', {
    preset: 'quick',
    parameters: { embeddingDim: 16, numNegatives: 1, batchSize: 1024, learningRate: 0.005, epochs: 2 },
  });
  await addRun(page, 'sasrec', { preset: 'quick', parameters: { learningRate: 0.01, epochs: 8 } });
  for (const model of ['lightgcn', 'neumf', 'sasrec']) await expectEnded(page, model);

  for (const model of ['lightgcn', 'neumf', 'sasrec']) {
    const runId = (await runRow(page, model).getAttribute('data-run-id')) as string;
    for (const chart of ['loss-chart', 'metric-chart'] as const) {
      expect((await drawnLines(page, chart))[runId], `${model} in the ${chart}`).toBeGreaterThan(1);
    }
  }
  const losses = await tableTwin(page, 'Loss');
  for (const label of ['LightGCN', 'NeuMF', 'SASRec']) {
    const [, cells] =
      Object.entries(losses).find(([heading]) => heading.startsWith(label) && /train/.test(heading)) ?? [];
    const values = (cells ?? []).filter((cell) => cell !== '–').map(Number);
    expect(values.length, `epochs of ${label}`).toBeGreaterThan(1);
    expect(values[values.length - 1], `loss of ${label}`).toBeLessThan(values[0]);
  }

  await goTo(page, 'compare');
  const ndcg = await testValues(page);
  for (const model of ['lightgcn', 'neumf', 'sasrec']) {
    expect(ndcg[model], `${model} beats random`).toBeGreaterThan(2 * ndcg.random);
  }
  expect(Math.max(ndcg.lightgcn, ndcg.neumf, ndcg.sasrec), 'one beats Popularity').toBeGreaterThan(ndcg.popularity);

  await goTo(page, 'inspect');
  await page.getByTestId('inspect-random').click();
  const columns = page.getByTestId('inspect-column');
  await expect(columns).toHaveCount(4);
  const seen = new Set(
    await page
      .locator('[data-testid="history-item"][data-held-out="false"]')
      .evaluateAll((items) => items.map((item) => item.getAttribute('data-item-index'))),
  );
  expect(seen.size).toBeGreaterThan(0);
  for (const column of await columns.all()) {
    const rows = column.getByTestId('rec-row');
    await expect(rows).toHaveCount(10);
    for (const row of await rows.all()) {
      expect((await row.textContent())?.replace(/[\d\s.,]/g, '').length, 'a title').toBeGreaterThan(3);
      expect(seen, 'no seen film').not.toContain(await row.getAttribute('data-item-index'));
      await expect(row).toHaveAttribute('data-seen', 'false');
    }
  }
});

/** Some files of a zip, as a person unpacks them, by their names without folders. */
async function unpacked(zip: string, names: string[]): Promise<{ name: string; mimeType: string; buffer: Buffer }[]> {
  const reader = new ZipReader(new Uint8ArrayReader(await readFile(path.join(MOVIELENS_DIR as string, zip))));
  const found = [];
  for (const entry of await reader.getEntries()) {
    const name = path.basename(entry.filename);
    if (entry.directory || !names.includes(name)) continue;
    const bytes = await entry.getData(new Uint8ArrayWriter(), { useWebWorkers: false });
    found.push({ name, mimeType: 'text/plain', buffer: Buffer.from(bytes) });
  }
  await reader.close();
  return found;
}

test('u1.base and u1.test of ml-100k.zip are split as they are', async ({ page }) => {
  // high enough that what was recognised is not folded
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page);
  const files = await unpacked('ml-100k.zip', ['u1.base', 'u1.test', 'u.item', 'u.user']);
  expect(files).toHaveLength(4);
  await page.getByTestId('file-input').last().setInputFiles(files);
  await expect(page.locator('[data-layout="train-test"]')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('dataset-chip')).toContainText('943 × 1,682');
  await expect(page.getByTestId('most-rated')).toContainText('Star Wars');
  await expect(page.getByTestId('user-groups')).toContainText('student');
  const block = page.getByTestId('split-block');
  await expect(block.getByRole('radio', { name: 'As given' })).toBeChecked();
  await expect(block.getByRole('listitem').filter({ hasText: /^test [\d,]+/ })).toContainText('20,000');
  await expect(block.getByTestId('leak-check')).toHaveAttribute('data-passed', 'true');
});

test('ml-100k.zip holds pairs, too: one is read instead of all ratings', async ({ page }) => {
  // high enough that what was recognised is not folded
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page);
  await page
    .getByTestId('file-input')
    .last()
    .setInputFiles(path.join(MOVIELENS_DIR as string, 'ml-100k.zip'));
  await expect(page.locator('[data-layout="ml-100k"]')).toBeVisible({ timeout: 60_000 });
  const readAs = page.getByTestId('recognised').getByRole('combobox', { name: 'Read as' });
  await expect(readAs.getByRole('option')).toHaveCount(8);
  await readAs.selectOption({ label: 'ua.base and ua.test, a split' });
  await expect(page.locator('[data-layout="train-test"]')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('dataset-chip')).toContainText('ml-100k ua');
  await expect(readAs.locator('option:checked')).toHaveText('ua.base and ua.test, a split');
  await expect(page.getByTestId('split-block').getByRole('radio', { name: 'As given' })).toBeChecked();
});

test('ml-1m.zip: says how far it is while it reads, and has its titles', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page);
  // The page itself watches: asking it from outside again and again takes longer than reading.
  await page.evaluate(() => {
    const said = new Set<string>();
    Object.assign(window, { said });
    new MutationObserver(() => {
      const card = document.querySelector('[data-testid="import-progress"]');
      if (card?.textContent) said.add(card.textContent);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  await page
    .getByTestId('file-input')
    .last()
    .setInputFiles(path.join(MOVIELENS_DIR as string, 'ml-1m.zip'));
  await expect(page.getByTestId('dataset-chip')).toContainText('MovieLens 1M', { timeout: 80_000 });
  await expect(page.getByTestId('most-rated')).toContainText('American Beauty');
  const said = (await page.evaluate(() => [...(window as unknown as { said: Set<string> }).said])).join('\n');
  for (const words of ['Reading ml-1m.zip', 'Reading rows', 'Filtering and splitting', 'rows/s', '%']) {
    expect(said).toContain(words);
  }
  expect(said).toMatch(/[\d,]{5,} rows/);
});

test('ml-1m.zip: read, and some steps of each model', async ({ page }) => {
  test.skip(!IS_FULL, NEEDS_FULL);
  test.setTimeout(420_000);
  await open(page);
  await dropFile(page, path.join(MOVIELENS_DIR as string, 'ml-1m.zip'));
  await expect(page.getByTestId('dataset-chip')).toContainText('MovieLens 1M', { timeout: 60_000 });
  await expect(page.getByTestId('dataset-chip')).toContainText('6,040');
  await goTo(page, 'train');

  const small: Record<string, Record<string, number>> = {
    neumf: { embeddingDim: 16, batchSize: 256, numNegatives: 1 },
    lightgcn: { embeddingDim: 16, numLayers: 1, batchSize: 512 },
    sasrec: { maxSeqLength: 10, batchSize: 32 },
  };
  for (const [model, parameters] of Object.entries(small)) {
    await addRun(page, model, { preset: 'quick', parameters });
    const row = runRow(page, model);
    const runId = (await row.getAttribute('data-run-id')) as string;
    await expect(row).toHaveAttribute('data-status', 'running', { timeout: TRAINING_LIMIT_MS });
    await expect(async () => {
      expect((await drawnLines(page, 'loss-chart'))[runId] ?? 0).toBeGreaterThan(1);
    }).toPass({ timeout: TRAINING_LIMIT_MS });
    await page.getByTestId('transport-pause').click();
    await expect(row).toHaveAttribute('data-status', 'paused', { timeout: TRAINING_LIMIT_MS });
    // A paused run would keep its turn: take it out before the next model's.
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
    await page.getByTestId('remove-run').click();
    await expect(page.locator(`[data-run-id="${runId}"]`)).toHaveCount(0);
  }
});

for (const { name, files, layout, size, says } of [
  {
    name: 'the NCF authors’ three files',
    files: ['ml-1m-ncf/ml-1m.train.rating.gz', 'ml-1m-ncf/ml-1m.test.rating', 'ml-1m-ncf/ml-1m.test.negative.gz'],
    layout: 'ncf',
    size: '6,040 × 3,706',
    says: 'to rank against',
  },
  {
    name: 'the SASRec authors’ pairs',
    files: ['ml-1m-sasrec/ml-1m.txt.gz'],
    layout: 'sasrec',
    size: '6,040 × 3,416',
    says: 'the order of the rows',
  },
]) {
  test(`${name} of MovieLens 1M are read as they are`, async ({ page }) => {
    test.skip(!IS_FULL, NEEDS_FULL);
    const paths = files.map((file) => path.join(MOVIELENS_DIR as string, file));
    test.skip(!paths.every((file) => existsSync(file)), `needs ${files.join(', ')} in MOVIELENS_DIR`);
    // high enough that what was recognised is not folded
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page);
    await page.getByTestId('file-input').last().setInputFiles(paths);
    await expect(page.getByTestId('dataset-chip')).toContainText(size, { timeout: 80_000 });
    await expect(page.locator(`[data-layout="${layout}"]`)).toBeVisible();
    await expect(page.getByTestId('recognised')).toContainText(says);
  });
}
