/** Inside: layers, branches, blocks and one step of trained runs, held to the models' own functions. */
import type { Page } from '@playwright/test';
import { propagationOf, smoothnessOf } from '../../src/models/lightgcn/inside';
import { neumfWeights } from '../../src/models/neumf/explain';
import { branchesOf } from '../../src/models/neumf/inside';
import { expect, test } from '../support/fixtures';
import { layeredGraph, type Saved, scoresOf, userOf } from '../support/models';
import { itemsOf, numberOf, sum, valuesOf } from '../support/pageLists';
import { goTo, tableTwin } from '../support/playground';

/** Gradients of a whole model on a busy machine in software. */
const STEP_LIMIT_MS = 120_000;

export async function openView(page: Page, view: string): Promise<void> {
  await goTo(page, 'inspect');
  await page.getByTestId(`inspect-tab-${view}`).click();
}

/** The user whom the page is about. */
async function shownUser(page: Page, saved: Saved): Promise<number> {
  return userOf(saved, (await page.getByTestId('inspect-user').inputValue()).replace('User ', ''));
}

/** @param label as the list of runs has it; a second run of a model is numbered */
export async function look(page: Page, model: string): Promise<void> {
  const select = page.getByLabel('Run to look into');
  await expect(select).toBeVisible();
  const labels = await select.locator('option').allTextContents();
  const label = labels.find((one) => one.startsWith(model)) as string;
  await select.selectOption({ label });
  await expect(select.locator('option:checked')).toHaveText(label);
}

/** Takes steps until so many are taken, and waits for their numbers. */
async function takeSteps(page: Page, count: number): Promise<void> {
  await expect(page.getByTestId('step-element')).toBeVisible({ timeout: STEP_LIMIT_MS });
  for (let step = 0; step < count; step++) await page.getByTestId('step-take').click();
  await expect(page.locator(`[data-testid="step-count"][data-answered="true"][data-steps="${count}"]`)).toBeVisible({
    timeout: STEP_LIMIT_MS,
  });
}

async function expectStepHelps(page: Page): Promise<void> {
  await takeSteps(page, 2);
  const loss = page.getByTestId('step-loss');
  expect(await numberOf(loss, 'data-after')).toBeLessThan(await numberOf(loss, 'data-before'));
  const [positive, negative] = [page.getByTestId('step-positive'), page.getByTestId('step-negative')];
  const gap = async (when: 'data-before' | 'data-after') =>
    (await numberOf(positive, when)) - (await numberOf(negative, when));
  expect(await gap('data-after')).toBeGreaterThan(await gap('data-before'));
  await expect(page.getByTestId('adam-formulas').locator('math').last()).toBeVisible();
  await page.getByTestId('step-reset').click();
  await expect(page.getByTestId('step-count')).toHaveAttribute('data-steps', '0');
}

/** @param saved NeuMF, LightGCN, SASRec */
export async function lookInsideAll(page: Page, [neumf, lightgcn]: Saved[]): Promise<void> {
  await test.step('NeuMF: the branches add up, to what the model’s function gives', async () => {
    await openView(page, 'inside');
    await look(page, 'NeuMF');
    const branches = page.getByTestId('branches');
    await expect(branches).toBeVisible({ timeout: 60_000 });
    const logit = await numberOf(branches, 'data-logit');
    expect(sum(await valuesOf(branches.getByTestId('why-part')))).toBeCloseTo(logit, 6);
    const chosen = Number(
      await page.locator('[data-testid="film-chip"][aria-pressed="true"]').getAttribute('data-item-index'),
    );
    const weights = neumfWeights(neumf.file.values, neumf.file.config.embeddingDim as number);
    expect(branchesOf(weights, await shownUser(page, neumf), chosen).logit).toBeCloseTo(logit, 5);
    await expect(page.getByTestId('branches-formula').locator('math')).toBeVisible();

    await page.getByTestId('gmf-products').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(page.getByTestId('gmf-readout')).toContainText('Number 2:');
    await page.getByTestId('film-chip').nth(3).click();
    await expect.poll(() => numberOf(branches, 'data-logit')).toBeLessThan(logit);
    await page.getByTestId('film-chip').first().click();
    await expectStepHelps(page);
    await expect.poll(() => numberOf(branches, 'data-logit')).toBe(logit);
  });

  await test.step('LightGCN: hops light up, layers add up to the score, a click moves the centre', async () => {
    await look(page, 'LightGCN');
    const hops = page.getByTestId('hop');
    await expect(hops).toHaveCount(4, { timeout: 60_000 });
    await expect(page.locator('[data-testid="hop"][data-lit="true"]')).toHaveCount(1);
    const layer = page.getByTestId('propagation-layer').getByRole('slider');
    // the panel may be drawn anew under the keys while its words are still coming
    await expect(async () => {
      await layer.press('Home');
      await layer.press('ArrowRight');
      await layer.press('ArrowRight');
      await expect(page.locator('[data-testid="hop"][data-lit="true"]')).toHaveCount(3, { timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    await expect(page.getByTestId('propagation-sentence')).toContainText('walks of 2 steps');
    await page.getByTestId('propagation-play').click();
    await expect(page.locator('[data-testid="hop"][data-lit="true"]')).toHaveCount(4, { timeout: 15_000 });

    const pair = page.getByTestId('pair-score');
    await expect(pair).toBeVisible({ timeout: 60_000 });
    const total = page.getByTestId('why-sum').first();
    expect(await numberOf(total, 'data-value')).toBeCloseTo(await numberOf(pair, 'data-score'), 4);
    const graph = layeredGraph(lightgcn);
    const user = await shownUser(page, lightgcn);
    const paired = page.locator('[data-testid="nearest-film"][aria-pressed="true"]').last();
    const score = scoresOf(lightgcn, user)[await numberOf(paired, 'data-item-index')];
    expect(await numberOf(pair, 'data-score')).toBeCloseTo(score, 4);
    const told = propagationOf(graph, { side: 'users', index: user });
    for (const [layer, { nearest }] of [...told.layers.entries(), ['final', told.final] as const]) {
      const films = page.locator(`[data-testid="nearest-layer"][data-layer="${layer}"]`).getByTestId('nearest-film');
      await expect(films).toHaveCount(8);
      const cosines = await films.evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset.cosine)));
      cosines.forEach((cosine, place) => {
        expect(cosine, `layer ${layer}, place ${place + 1}`).toBeCloseTo(nearest[place].value, 5);
      });
    }

    await expect(page.getByTestId('smoothness-sentence')).toContainText('2,000 random pairs of films');
    const twin = await tableTwin(page, 'Over-smoothing');
    const measured = smoothnessOf(graph);
    for (const [ending, side] of [
      ['films', 'items'],
      ['users', 'users'],
    ] as const) {
      const [, cells] = Object.entries(twin).find(([heading]) => heading.endsWith(ending)) ?? [];
      const cosines = (cells ?? []).map((cell) => Number(cell.replace('−', '-')));
      expect(cosines).toHaveLength(9);
      // what is sent further ends in one direction
      expect(cosines[8]).toBeGreaterThan(cosines[0]);
      cosines.forEach((cosine, layer) => {
        const expected = measured.layers[layer][side];
        expect(Math.abs(cosine - expected), `${side}, layer ${layer}`).toBeLessThanOrEqual(0.5e-4 + 1e-6);
      });
    }

    const film = hops.nth(1).getByTestId('hop-node').first();
    const name = await film.getAttribute('title');
    await film.click();
    await expect(hops.first().getByTestId('hop-node')).toHaveAttribute('title', name as string);
    await expect(hops.nth(1).getByTestId('hop-node').first()).toHaveAttribute('data-side', 'users');
    await expectStepHelps(page);
  });

  await test.step('SASRec: the last block’s list is the model’s own', async () => {
    await look(page, 'SASRec');
    const stages = page.getByTestId('block-stage');
    await expect(stages.first()).toBeVisible({ timeout: 60_000 });
    const lens = await itemsOf(stages.last().getByTestId('lens-film'));
    await expectStepHelps(page);
    await page.getByTestId('inside-attention').click();
    await expect(page.getByTestId('inspect-tab-attention')).toHaveAttribute('aria-current', 'page');
    await page.getByTestId('inspect-tab-next').click();
    const next = page.locator('[data-testid="next-column"][data-model="sasrec"]').getByTestId('made-up-row');
    await expect(next).toHaveCount(10, { timeout: 30_000 });
    expect((await itemsOf(next)).slice(0, lens.length)).toEqual(lens);
  });
}
