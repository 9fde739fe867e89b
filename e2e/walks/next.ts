/** Next item: what SASRec expects after any part of a history, and in another order. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { afterSequence, expectBest, knownTo, type Saved, userOf } from '../support/models';
import { itemsOf, numberOf } from '../support/pageLists';

const films = (page: Page) => page.getByTestId('ordered-films').locator('li');
const column = (page: Page, model: string) => page.locator(`[data-testid="next-column"][data-model="${model}"]`);
const rows = (page: Page, model = 'sasrec') => column(page, model).getByTestId('made-up-row');
const listed = (page: Page) => itemsOf(rows(page));

/** The list is what the model's function gives after the first films of those in the editor. */
async function expectModelsList(page: Page, saved: Saved, used?: number): Promise<void> {
  await expect(column(page, 'sasrec').locator('[data-testid="next-list"][data-answered="true"] li')).toHaveCount(10);
  const prefix = (await itemsOf(films(page))).slice(0, used);
  expectBest(await listed(page), afterSequence(saved, prefix), prefix);
}

/** @param saved SASRec */
export async function walkNext(page: Page, saved: Saved): Promise<void> {
  await page.getByTestId('inspect-tab-next').click();
  await expect(rows(page)).toHaveCount(10);
  const original = await itemsOf(films(page));
  const whole = await listed(page);

  await test.step('next item: after any part of the history, what the model’s own function expects', async () => {
    const userId = ((await page.getByTestId('inspect-user').inputValue()) ?? '').replace('User ', '');
    expect([...original].sort()).toEqual([...knownTo(saved, userOf(saved, userId))].sort());
    await expectModelsList(page, saved);
    const prefix = page.getByTestId('next-prefix');
    await prefix.getByRole('slider').focus();
    for (let used = original.length - 1; used >= original.length - 3; used--) {
      await page.keyboard.press('ArrowLeft');
      await expect(prefix).toContainText(`first ${used} of ${original.length}`);
      await expectModelsList(page, saved, used);
    }
    await expect(column(page, 'sasrec').getByTestId('next-truth')).toContainText('What really came next');
    await page.keyboard.press('Home');
    await expect(prefix).toContainText(`first 1 of ${original.length}`);
    await expectModelsList(page, saved, 1);
    await page.keyboard.press('End');
    await expect.poll(() => listed(page)).toEqual(whole);
  });

  await test.step('in another order, by keyboard and dragged, and back again', async () => {
    const last = original.length - 1;
    await films(page).last().focus();
    await page.keyboard.press('Alt+ArrowUp');
    await expect(films(page).nth(last - 1)).toHaveAttribute('data-item-index', String(original[last]));
    await expect(films(page).nth(last - 1)).toBeFocused();
    await expect(column(page, 'sasrec').getByTestId('next-truth')).toContainText('did not happen');
    await expectModelsList(page, saved);
    // a model that has learned little may list the same
    if (JSON.stringify(await listed(page)) !== JSON.stringify(whole)) {
      await expect(column(page, 'sasrec').locator('[data-movement]').first()).toBeVisible();
    }

    await films(page)
      .nth(last - 3)
      .dragTo(films(page).nth(last));
    await expect(films(page).nth(last)).toHaveAttribute('data-item-index', String(original[last - 3]));
    await expectModelsList(page, saved);

    await page.getByTestId('next-reset').click();
    expect(await itemsOf(films(page))).toEqual(original);
    await expect.poll(() => listed(page)).toEqual(whole);
  });

  await test.step('another model beside it, and why a film is next', async () => {
    await page.getByTestId('next-add').click();
    await expect(rows(page, 'markov')).toHaveCount(10);
    const why = page.getByTestId('why');
    const scores = afterSequence(saved, original);
    for (const model of ['markov', 'sasrec']) {
      const row = rows(page, model).nth(1);
      const item = await numberOf(row, 'data-item-index');
      await row.click();
      await expect(why).toContainText('rank 2 of', { timeout: 30_000 });
      const score = await numberOf(why.getByTestId('why-score'), 'data-score');
      if (model === 'sasrec') expect(score).toBeCloseTo(scores[item], 4);
      else expect(await numberOf(why.getByTestId('why-sum'), 'data-value')).toBeCloseTo(score, 6);
      await page.keyboard.press('Escape');
      await expect(why).toBeHidden();
      await expect(row).toBeFocused();
    }
  });
}
