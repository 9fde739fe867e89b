/** Numbers that can be trusted: plates, refusals, the protocol lab, verdicts, the worked formula, sweeps and refits. */
import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './support/fixtures';
import { choose, expectRead } from './support/importing';
import {
  expectEnded,
  goTo,
  IS_FULL,
  NEEDS_FULL,
  open,
  runRow,
  TRAINING_LIMIT_MS,
  trySample,
} from './support/playground';
import * as written from './support/written';

/** Adds a baseline with its defaults, through its draft where it has one, and waits for it. */
async function fitBaseline(page: Page, model: string): Promise<void> {
  await page.getByTestId('add-model').click();
  await page.getByTestId(`add-model-${model}`).click();
  const start = page.getByTestId('draft').getByTestId('start-run');
  if (await start.isVisible()) await start.click();
  await expectEnded(page, model);
}

/** The card that a part of the page stands in. */
function cardOf(page: Page, testId: string): Locator {
  return page
    .locator('section')
    .filter({ has: page.getByTestId(testId) })
    .last();
}

/** Each card carries a plate of its own: its numbers' protocol, and their K. */
async function expectPlates(cards: Locator[], hash: string, k: number): Promise<void> {
  for (const card of cards) {
    const plate = card.getByTestId('protocol-badge');
    await expect(plate).toHaveCount(1);
    await expect(plate).toHaveAttribute('data-hash', hash);
    await expect(plate).toContainText(`@${k}`);
  }
}

/** The sample with a NeuMF of one epoch, EASE and ItemKNN beside it. */
async function trainABit(page: Page): Promise<void> {
  await open(page);
  await trySample(page);
  await expect
    .poll(async () => Number(await page.getByTestId('epoch-counter').getAttribute('data-epoch')), {
      timeout: TRAINING_LIMIT_MS,
    })
    .toBeGreaterThan(1);
  // test is nobody's business yet
  const live = cardOf(page, 'live-list');
  await expect(live).toContainText('held out for validation');
  await page.getByTestId('transport-stop').click();
  await expectEnded(page, 'neumf');
  await expect(live).toContainText('held out: what');
  for (const model of ['ease', 'itemknn']) {
    if ((await runRow(page, model).count()) === 0) await fitBaseline(page, model);
    else await expectEnded(page, model);
  }
}

async function testColumn(page: Page): Promise<Record<string, number>> {
  const rows = page.getByTestId('compare-table').first().getByTestId('compare-row');
  await expect(rows.first()).toBeVisible();
  return Object.fromEntries(
    await rows.evaluateAll((lines) =>
      lines.map((line) => [
        line.getAttribute('data-run-id'),
        Number(line.querySelector('[data-column="test"]')?.textContent),
      ]),
    ),
  );
}

/** The protocol lab's two numbers of each run, once everything is measured. */
async function labNumbers(page: Page): Promise<Record<string, [number, number]>> {
  const rows = page.getByTestId('lab-table').locator('tbody tr');
  await expect(page.getByTestId('lab-sentence')).not.toBeEmpty({ timeout: TRAINING_LIMIT_MS });
  return Object.fromEntries(
    await rows.evaluateAll((lines) =>
      lines.map((line) => [
        line.getAttribute('data-run-id'),
        ['full', 'other'].map((column) => Number(line.querySelector(`[data-column="${column}"]`)?.textContent)),
      ]),
    ),
  );
}

test('verdicts, users, sampled against full, and the worked formula on finished runs', async ({ page }) => {
  test.setTimeout(600_000);
  await trainABit(page);

  const bar = page.getByRole('banner').getByTestId('protocol-badge');
  const hash = (await bar.getAttribute('data-hash')) as string;
  const newsCard = page
    .locator('section')
    .filter({ has: page.getByTestId('summary-sentence') })
    .last();
  await expectPlates([cardOf(page, 'metric-chart'), cardOf(page, 'run-row').first(), newsCard], hash, 10);

  await goTo(page, 'compare');
  const full = await testColumn(page);
  const neumf = (await page
    .locator('[data-testid="compare-row"][data-model="neumf"]')
    .getAttribute('data-run-id')) as string;

  const verdict = page.locator(`[data-testid="verdict"][data-run-id="${neumf}"]`);
  await expect(verdict).toHaveAttribute('data-verdict', /better|worse|undecided/, { timeout: TRAINING_LIMIT_MS });
  await expect(verdict).toContainText(/win [\d,]+ · tie [\d,]+ · loss [\d,]+/);
  const counts = /win ([\d,]+) · tie ([\d,]+) · loss ([\d,]+)/.exec((await verdict.textContent()) ?? '') ?? [];
  const [wins, ties, losses] = counts.slice(1).map((text) => Number(text.replaceAll(',', '')));
  await expect(page.getByTestId('gains-table').locator('tbody tr')).toHaveCount(3);
  const cards = ['compare-table', 'compare-chart-ndcg@10', 'gains-table'].map((testId) => cardOf(page, testId));
  await expectPlates([...cards, page.getByTestId('verdicts')], hash, 10);
  await expectPlates([cardOf(page, 'compare-chart-recall@20')], hash, 20);

  // test, users and correction can be read, not only hovered; runs without a card have their test in the table
  await expect(page.getByTestId('verdict-test')).toContainText(/permutation test over 600 test users, Holm-corrected/);
  await expect(verdict.getByTestId('verdict-spread')).toContainText(/one seed · user se 0\.\d+/);
  await page.getByRole('radio', { name: 'Differences' }).check({ force: true });
  const cell = (model: string, column: string) =>
    page.locator(`[data-testid="compare-row"][data-model="${model}"] [data-column="${column}"]`);
  await expect(cell('neumf', 'winTieLoss')).toHaveText(counts.slice(1).join(' · '));
  for (const model of ['neumf', 'itemknn', 'popularity']) {
    await expect(cell(model, 'interval')).toHaveText(/^\[[+−]?[\d.]+, [+−]?[\d.]+\]$/);
    await expect(cell(model, 'pValue')).toHaveText(/^(< 0\.001|[01]\.\d{3})$/);
  }
  await page.getByRole('radio', { name: 'Lists', exact: true }).check({ force: true });
  const number = async (model: string, column: string) =>
    Number.parseFloat((await cell(model, column).textContent()) ?? '');
  expect(await number('popularity', 'meanPopularity')).toBeGreaterThan(await number('random', 'meanPopularity'));
  expect(await number('popularity', 'novelty')).toBeLessThan(await number('random', 'novelty'));
  expect(await number('popularity', 'longTail')).toBeLessThan(await number('random', 'longTail'));

  await page.getByTestId('compare-tab-users').click();
  const scatter = page.getByTestId('user-scatter');
  await expect(scatter).toHaveAttribute('data-points', String(wins + ties + losses));
  await expectPlates([cardOf(page, 'users-view')], hash, 10);

  await page.getByTestId('compare-tab-lab').click();
  const uniform = await labNumbers(page);
  for (const [runId, [whole, sampled]] of Object.entries(uniform)) {
    expect(whole, 'the same number as in the table').toBe(full[runId]);
    if (whole > 0.02) expect(sampled, 'fewer candidates are easier').toBeGreaterThan(whole);
  }
  await page.getByRole('radio', { name: 'By popularity' }).check({ force: true });
  await expect
    .poll(async () => (await labNumbers(page))[neumf]?.[1], { timeout: TRAINING_LIMIT_MS })
    .not.toBe(uniform[neumf][1]);
  const byPopularity = await labNumbers(page);
  expect(byPopularity[neumf][0], 'full ranking stays what it is').toBe(full[neumf]);
  expect(byPopularity[neumf][1], 'popular negatives are harder').toBeLessThan(uniform[neumf][1]);
  await expect(page.getByTestId('protocol-lab').getByTestId('protocol-badge')).toHaveCount(2);

  await page.getByTestId('compare-tab-users').click();
  await page.getByTestId('users-extreme').first().click();
  const worked = page.getByTestId('worked-metric');
  await expect(worked).toBeVisible({ timeout: 30_000 });
  await expect(worked.locator('math').first()).toBeVisible();
  const places = await worked
    .locator('[data-hit]')
    .evaluateAll((cells) => cells.flatMap((cell, i) => (cell.getAttribute('data-hit') === 'true' ? [i + 1] : [])));
  const numRelevant = Number(((await worked.textContent()) ?? '').match(/(\d+) films? (?:was|were) held out/)?.[1]);
  const gain = (list: number[]) => list.reduce((sum, place) => sum + 1 / Math.log2(place + 1), 0);
  const ideal = gain(Array.from({ length: Math.min(10, numRelevant) }, (_, i) => i + 1));
  const shown = Number(await worked.getByTestId('worked-value').getAttribute('data-value'));
  expect(shown, 'NDCG@10 by hand').toBeCloseTo(gain(places) / ideal, 6);
  await expect(worked.getByTestId('worked-step').last()).toHaveAttribute(
    'data-tex',
    new RegExp(`mathbf\\{${String(Number(shown.toFixed(4))).replace('.', '\\.')}\\}`),
  );

  const workedCard = cardOf(page, 'worked-metric');
  const candidates = async () =>
    Number(/among ([\d,]+) candidates/.exec((await workedCard.textContent()) ?? '')?.[1].replace(',', ''));
  await expectPlates([workedCard], hash, 10);
  await expect(worked.getByTestId('worked-value')).toContainText('over all test users');
  expect(await candidates()).toBeGreaterThan(99 + numRelevant);
  await workedCard.getByRole('radio', { name: '99 sampled' }).check({ force: true });
  await expect(workedCard.getByTestId('protocol-badge')).toContainText('99 sampled');
  await expect(worked.getByTestId('worked-value')).toContainText('among these candidates');
  expect(await candidates(), 'all held-out films in one list with the sample').toBe(99 + numRelevant);
  await workedCard.getByRole('radio', { name: 'All items' }).check({ force: true });
  await expectPlates([workedCard], hash, 10);
});

test('refits are compared with each other, among the negatives of the file too', async ({ page }) => {
  test.setTimeout(180_000);
  // high enough that what was recognised is not folded
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page);
  await choose(page, written.ncf());
  await expectRead(page, 'ncf');
  await goTo(page, 'train');
  for (const model of ['itemknn', 'ease']) {
    // small data: EASE comes by itself
    if ((await runRow(page, model).count()) === 0) await fitBaseline(page, model);
    await expectEnded(page, model);
    await runRow(page, model).click();
    await page.getByTestId('refit-run').click();
    await expect(page.locator(`[data-testid="run-row"][data-model="${model}"][data-status="finished"]`)).toHaveCount(
      2,
      {
        timeout: 60_000,
      },
    );
  }

  await goTo(page, 'compare');
  const rows = page.getByTestId('compare-table').getByTestId('compare-row');
  const models = () => rows.evaluateAll((lines) => lines.map((line) => line.getAttribute('data-model')).sort());
  const apart = cardOf(page, 'protocol-differences');
  await expect(apart).toContainText('trained on');
  await expect(apart.getByTestId('apart-run').first(), 'the test value is there').toContainText(/NDCG@10 \d\.\d{4}/);
  await apart.getByTestId('show-group').click();
  await expect.poll(models).toEqual(['ease', 'itemknn']);
  await expect(cardOf(page, 'compare-table').getByTestId('protocol-badge')).toContainText('refitted');
  await expect(page.getByTestId('verdict'), 'one against the other').toHaveCount(1);
  await expect(page.getByTestId('verdict')).toContainText('EASE');

  await page.getByTestId('compare-tab-users').click();
  await expect(page.getByTestId('user-scatter')).toHaveAttribute('data-points', String(written.NUM_USERS));
  await page.getByTestId('compare-tab-lab').click();
  await page.getByRole('radio', { name: 'From the file' }).check({ force: true });
  await expect.poll(async () => Object.keys(await labNumbers(page)).length).toBe(2);
  await expect(page.getByTestId('protocol-lab').getByTestId('protocol-badge').last()).toContainText(
    'negatives as given',
  );

  await page.getByTestId('compare-group').getByRole('combobox').selectOption({ label: 'as set in Data' });
  await page.getByTestId('compare-tab-runs').click();
  await expect.poll(async () => (await models()).length).toBeGreaterThan(2);

  await goTo(page, 'inspect');
  const worked = cardOf(page, 'worked-metric');
  await worked.getByRole('radio', { name: 'From the file' }).check({ force: true });
  await expect(worked.getByTestId('protocol-badge')).toContainText('negatives as given');
});

test('two splits refuse to be ranked together, say why, and mix only on a click', async ({ page }) => {
  test.setTimeout(420_000);
  await open(page);
  await trySample(page);
  await page.getByTestId('transport-stop').click();
  await expectEnded(page, 'popularity');
  await fitBaseline(page, 'itemknn');
  await goTo(page, 'data');
  await page.getByRole('radio', { name: /leave one out/i }).check({ force: true });
  await expect(page.getByTestId('protocol-badge').first()).toContainText('leave one out');
  await goTo(page, 'train');
  await fitBaseline(page, 'popularity');

  await goTo(page, 'compare');
  const table = page.getByTestId('compare-table');
  await expect(table).toHaveCount(1);
  await expect(table.locator('[data-model="itemknn"]'), 'measured by another split').toHaveCount(0);
  const differences = page.getByTestId('protocol-differences').first();
  await expect(differences).toContainText('split');
  await expect(differences).toContainText('leave one out');
  await expect(page.getByTestId('mixed-warning')).toHaveCount(0);

  await page.getByTestId('compare-anyway').first().click();
  await expect(page.getByTestId('mixed-warning')).toBeVisible();
  await expect(table).toHaveAttribute('data-mixed', 'true');
  await expect(table.locator('[data-model="itemknn"]')).toContainText('≠');
  await page.getByTestId('compare-anyway').first().click();
  await expect(table.locator('[data-model="itemknn"]')).toHaveCount(0);
});

test('a sweep is queued, drawn and stopped', async ({ page }) => {
  test.skip(!IS_FULL, NEEDS_FULL);
  test.setTimeout(420_000);
  await open(page);
  await trySample(page);
  await page.getByTestId('transport-stop').click();
  await expectEnded(page, 'neumf');

  await page.getByTestId('add-model').click();
  await page.getByTestId('open-sweep').click();
  const dialog = page.getByTestId('sweep-dialog');
  await dialog.locator('select').first().selectOption('itemknn');
  const values = dialog.getByRole('textbox', { name: /values/i });
  await values.fill('1, 50, 200');
  await values.press('Tab');
  await dialog.getByTestId('sweep-start').click();
  await page.getByTestId('sweep-show').click();
  const rows = page.getByTestId('sweep-table').locator('tbody tr');
  await expect(rows).toHaveCount(3);
  await expect(page.getByTestId('sweep-table').locator('[data-best]')).toHaveCount(1, { timeout: TRAINING_LIMIT_MS });
  await expect(rows.filter({ hasText: '–' }), 'baselines have no best epoch, and all else is measured').toHaveCount(3);
  await expect
    .poll(() => rows.evaluateAll((lines) => lines.every((line) => line.children[3].textContent !== '–')))
    .toBe(true);
  const valid = await rows.evaluateAll((lines) =>
    lines.map((line) => ({ valid: Number(line.children[2].textContent), best: line.hasAttribute('data-best') })),
  );
  const most = Math.max(...valid.map((row) => row.valid));
  expect(valid.filter(({ best }) => best).map((row) => row.valid)).toEqual([most]);
  await expect(page.getByTestId('sweep-best')).toHaveCount(1);

  // the handbook's experiment is one click; Stop all takes out what has not begun
  await goTo(page, 'train');
  await page.getByTestId('add-model').click();
  await page.getByTestId('open-sweep').click();
  await page.getByTestId('sweep-handbook').click();
  await expect(page.locator('[data-testid="run-row"][data-model="lightgcn"]')).toHaveCount(4);
  await page.getByTestId('sweep-stop').click();
  await expect(page.getByTestId('sweep-stop')).toHaveCount(0, { timeout: TRAINING_LIMIT_MS });
});
