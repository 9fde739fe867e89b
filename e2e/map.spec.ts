/** The item map: PCA, t-SNE and UMAP of real runs, true neighbours, lasso, keyboard, exports, and how fast it moves. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import {
  choose,
  expectDone,
  fitAls,
  neighbours,
  openMap,
  positions,
  projectorFiles,
  readNpy,
  savedFiles,
  setMap,
} from './support/map';
import { byCosine } from './support/models';
import { open, TRAINING_LIMIT_MS, trySample } from './support/playground';

/** The sample with NeuMF waiting at its first weights, and ALS, which is fitted at once. */
async function sampleWithAls(page: Page): Promise<void> {
  await open(page);
  await trySample(page);
  await page.getByTestId('transport-pause').click();
  await fitAls(page);
}

test('PCA at once; search; the neighbours listed are the true ones; exports', async ({ page }) => {
  test.setTimeout(240_000);
  await sampleWithAls(page);
  await openMap(page, 'ALS films');
  await expectDone(page);
  const canvas = page.getByTestId('map-canvas');
  await expect(canvas).toHaveAttribute('data-points', '1193');
  await expect(page.getByTestId('map-sentence')).toContainText('1,193 of 1,193 films');
  await expect(page.getByTestId('map-legend').locator('li')).toHaveCount(8);

  await page.getByTestId('map-search').fill('wyrm');
  await page.getByRole('option').first().click();
  const name = await page.getByTestId('map-chosen').textContent();
  expect(name).toMatch(/Wyrm/);
  const listed = await neighbours(page);
  await expect(page.getByTestId('map-quality')).toContainText('nearest neighbours');

  await page.getByTestId('map-export').click();
  const vectors = readNpy((await savedFiles(page, 'export-items-npy'))[0].bytes);
  const projector = await projectorFiles(page, 'export-items-tsv');
  const users = readNpy((await savedFiles(page, 'export-users-npy'))[0].bytes);
  expect(users.rows).toBe(600);
  expect(vectors.rows).toBe(1193);
  expect(projector.vectors).toEqual(vectors);
  const titles = projector.rows.map(([title]) => title);
  expect(titles).toHaveLength(1193);

  // cosines of all pairs by plain sums over the exported vectors
  const all = byCosine(vectors, titles.indexOf(name ?? ''));
  expect(listed.map(({ row }) => row)).toEqual(all.slice(0, 10).map(({ row }) => row));
  listed.forEach(({ similarity }, at) => {
    expect(similarity).toBeCloseTo(all[at].similarity, 5);
  });

  const [picture] = await savedFiles(page, 'export-png');
  expect(picture.name).toBe('map-pca-items.png');
  // IHDR: 16 x 12 cm at 300 dpi; then pHYs: 11811 pixels a metre
  expect([picture.bytes.readUInt32BE(16), picture.bytes.readUInt32BE(20)]).toEqual([1890, 1417]);
  expect(picture.bytes.toString('latin1', 37, 41)).toBe('pHYs');
  expect(picture.bytes.readUInt32BE(41)).toBe(11811);
});

test('t-SNE runs, can be cancelled, and is the same for the same seed in another session', async ({
  page,
  context,
}) => {
  test.setTimeout(400_000);
  const drawn: string[][] = [];
  for (const session of [page, await context.newPage()]) {
    await sampleWithAls(session);
    await openMap(session, 'ALS users');
    await expectDone(session);
    const before = await positions(session);
    await session.getByRole('radio', { name: 't-SNE' }).check({ force: true });
    if (session === page) {
      await expect(session.getByTestId('map-status')).toContainText(/step \d+ of 1,000, KL \d/);
      await session.getByTestId('map-cancel').click();
      await expect(session.getByTestId('map-status')).toContainText(/cancelled at step \d+ of 1,000/);
      await session.getByRole('button', { name: 'Draw again' }).click();
    }
    await expect(session.getByTestId('map-status')).toContainText(/1,000 steps in .*, KL \d/, {
      timeout: TRAINING_LIMIT_MS,
    });
    const after = await positions(session);
    expect(after).toHaveLength(100);
    expect(after).not.toEqual(before);
    drawn.push(after);
  }
  expect(drawn[1]).toEqual(drawn[0]);

  await setMap(page, 'map-seed', 7);
  expect(await positions(page)).not.toEqual(drawn[0]);
});

test('the map moves with training; two runs side by side; what has no vectors says so', async ({ page }) => {
  test.setTimeout(300_000);
  await sampleWithAls(page);
  await openMap(page, 'NeuMF films');
  await expectDone(page);
  await expect(page.getByTestId('map-status')).toContainText('random weights');
  const untrained = await positions(page);
  await page.getByTestId('transport-step-epoch').click();
  await expect(page.getByTestId('map-status')).toContainText('epoch 1', { timeout: TRAINING_LIMIT_MS });
  await expectDone(page);
  await expect(async () => {
    const moved = await positions(page);
    expect(moved).toHaveLength(untrained.length);
    expect(moved).not.toEqual(untrained);
  }).toPass({ timeout: 20_000 });

  await choose(page, 'Run beside it', 'ALS');
  await expect(page.getByTestId('map-canvas-beside')).toHaveAttribute('data-points', '1193');
  await page.getByTestId('map-search').fill('wyrm');
  await page.getByRole('option').first().click();
  await expect(page.getByTestId('map-neighbours')).toHaveCount(2);
  for (const list of await page.getByTestId('map-neighbours').all()) {
    await expect(list.locator('tbody tr')).toHaveCount(10);
  }
  await choose(page, 'Run beside it', 'nothing');

  await choose(page, 'Whose vectors are drawn', 'Popularity films');
  await expect(page.getByTestId('map-state')).toContainText('Popularity has no vectors');
});

test('moved and zoomed by keys; points reached by keys are spoken; a lasso lists what is inside', async ({ page }) => {
  test.setTimeout(200_000);
  await sampleWithAls(page);
  await openMap(page, 'ALS films');
  await expectDone(page);
  const canvas = page.getByTestId('map-canvas');
  const drawing = canvas.locator('canvas');
  await expect(drawing).toHaveAttribute('data-zoom', '1.000');
  await canvas.focus();
  await page.keyboard.press('+');
  await expect(drawing).toHaveAttribute('data-zoom', '1.400');
  await page.keyboard.press('0');
  await expect(drawing).toHaveAttribute('data-zoom', '1.000');

  await page.keyboard.press('ArrowRight');
  const said = page.getByTestId('map-canvas-said');
  await expect(said).toHaveText(/^.+, .+, \d+ ratings?$/);
  const first = await said.textContent();
  await page.keyboard.press('ArrowLeft');
  await expect(said).not.toHaveText(first ?? '');
  const second = (await said.textContent()) ?? '';
  await page.keyboard.press('Enter');
  const chosen = page.getByTestId('map-chosen');
  await expect(chosen).toBeVisible();
  expect(second.startsWith((await chosen.textContent()) ?? '?')).toBe(true);
  await page.keyboard.press('Escape');
  await expect(chosen).toBeHidden();

  const box = await canvas.boundingBox();
  if (!box) throw new Error('the map has no box');
  await page.getByTestId('map-lasso').click();
  const corners = [
    [2, 2],
    [box.width / 2, 2],
    [box.width / 2, box.height - 2],
    [2, box.height - 2],
  ];
  await page.mouse.move(box.x + 2, box.y + 2);
  await page.mouse.down();
  for (const [x, y] of corners) await page.mouse.move(box.x + x, box.y + y);
  await page.mouse.up();
  const selection = page.getByTestId('map-selection');
  await expect(selection.getByRole('heading')).toHaveText(/^[\d,]+ films selected$/);
  const count = Number((await selection.getByRole('heading').textContent())?.replace(/\D/g, ''));
  expect(count).toBeGreaterThan(50);
  expect(count).toBeLessThan(1193);

  // whoever cannot drag sets corner by corner: the same line, closed where it began
  await canvas.press('Escape');
  await expect(selection).toBeHidden();
  const hint = page.getByTestId('map-canvas-lasso');
  for (const [place, [x, y]] of corners.entries()) {
    await page.mouse.click(box.x + x, box.y + y);
    await expect(hint).toHaveAttribute('data-corners', String(place + 1));
  }
  await page.mouse.click(box.x + 2, box.y + 2);
  await expect(selection.getByRole('heading')).toHaveText(`${count.toLocaleString('en-GB')} films selected`);

  // and by keys alone, at points
  await canvas.press('Escape');
  await expect(selection).toBeHidden();
  for (const [place, key] of ['ArrowRight', 'ArrowUp', 'ArrowLeft'].entries()) {
    for (let step = 0; step < 4; step++) await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await expect(hint).toHaveAttribute('data-corners', String(place + 1));
  }
  await page.keyboard.press('Enter');
  await expect(selection.getByRole('heading')).toHaveText(/^[\d,]+ films selected$/);
});
