/** Epochs: the state that a run goes back to is that of its file; another run stands beside it. */
import type { Page } from '@playwright/test';
import { rowOf } from '../../src/lib/csr';
import { expect, test } from '../support/fixtures';
import { expectBest, type Saved, scoresOf, userOf } from '../support/models';
import { itemsOf } from '../support/pageLists';

const columns = (page: Page) => page.getByTestId('epoch-column');
const columnOf = (page: Page, label: string) => columns(page).and(page.getByLabel(label, { exact: true }));

/** @param saved NeuMF, LightGCN; SASRec reads another history here than at the end */
export async function walkEpochs(page: Page, [neumf, lightgcn]: Saved[]): Promise<void> {
  await page.getByTestId('inspect-tab-epochs').click();
  await expect(columns(page)).toHaveCount(4);

  await test.step('epochs: the list at the best epoch is that of the model’s file, validation films included', async () => {
    const option = await page.getByLabel('Watched user').locator('option:checked').textContent();
    const user = userOf(neumf, /User (\S+)/.exec(option ?? '')?.[1] ?? '');
    for (const [label, one] of [
      ['NeuMF', neumf],
      ['LightGCN', lightgcn],
    ] as const) {
      await page.getByLabel('Epoch', { exact: true }).press('Home');
      const best = one.file.finished.bestEpoch as number;
      for (let epoch = 1; epoch <= best; epoch++) await page.keyboard.press('ArrowRight');
      await expect(columnOf(page, label)).toHaveAttribute('data-epoch', String(best));
      const films = columnOf(page, label).getByTestId('epoch-film');
      await expect(films).toHaveCount(10);
      expectBest(await itemsOf(films), scoresOf(one, user), rowOf(one.data.train, user));
    }
  });

  await test.step('one run goes, another is added', async () => {
    await expect(page.getByTestId('epochs-add')).toBeHidden();
    await page.getByRole('button', { name: 'Close the column of Popularity' }).click();
    await expect(columns(page)).toHaveCount(3);
    await page.getByTestId('epochs-add').click();
    await expect(columnOf(page, 'Markov').getByTestId('epoch-film')).toHaveCount(10);
    await expect(columnOf(page, 'Markov')).toContainText('one state');
  });
}
