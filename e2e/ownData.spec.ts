/** Data that lack something, or have it elsewhere: what the page makes of them, and what it says it cannot do. */
import { expect, test } from './support/fixtures';
import { choose, expectRead } from './support/importing';
import { goTo, open } from './support/playground';
import * as written from './support/written';
import { ROWS } from './support/written';

// high enough that the blocks are not folded
test.use({ viewport: { width: 1440, height: 900 } });

test('a known layout that cannot be read as it is asks for its columns', async ({ page }) => {
  await open(page);
  const dialog = page.getByTestId('mapping');
  const role = (name: string) => dialog.getByTestId(`map-${name}`).getByRole('combobox');

  await test.step('dates: the columns are known, and Import is one click', async () => {
    await choose(
      page,
      written.ratingsCsv(({ time }) => new Date(time * 1000).toISOString()),
    );
    await expect(dialog).toContainText('not one row can be read so: timestamp is not a number');
    await expect(dialog).toContainText('ratings.csv:2');
    await expect(role('timestamp').locator('option:checked')).toHaveText('timestamp');
    await page.getByTestId('mapping-import').click();
    await expectRead(page, 'mapped');
    await expect(page.locator('[data-note="times-as-dates"]')).toBeVisible();
    await expect(page.getByTestId('check').getByText(/ to /)).toContainText('2001');
  });

  await test.step('no times at all: they are left out', async () => {
    await choose(
      page,
      written.ratingsCsv(() => ''),
    );
    await expect(dialog).toContainText('timestamp is missing');
    await expect(role('timestamp')).toHaveValue('');
    await page.getByTestId('mapping-import').click();
    await expectRead(page, 'mapped');
    await expect(page.getByTestId('needs-times')).toBeVisible();
  });
});

test('titles and genres are columns like any other', async ({ page }) => {
  await open(page);
  await choose(page, { 'filme.csv': written.tableWithFilms() });
  const dialog = page.getByTestId('mapping');
  const preview = page.getByTestId('mapping-preview');
  const role = (name: string) => dialog.getByTestId(`map-${name}`).getByRole('combobox');
  await role('user').selectOption({ label: 'wer' });
  await role('item').selectOption({ label: 'nr' });
  await role('rating').selectOption({ label: 'sterne' });
  await role('title').selectOption({ label: 'benannt' });
  await preview.getByRole('combobox', { name: 'art is' }).selectOption({ label: 'Genres' });
  await expect(role('genres').locator('option:checked')).toHaveText('art');
  await page.getByTestId('mapping-import').click();
  await expectRead(page, 'mapped');
  // the year and the article are put where they belong
  await expect(page.getByTestId('most-rated')).toContainText('Café, Très Noir');
  await expect(page.getByTestId('most-rated')).toContainText('Mission:: Two Colons');
  await expect(page.getByTestId('most-rated')).not.toContainText('1994');
  await page.getByTestId('change-mapping').click();
  await expect(role('title').locator('option:checked')).toHaveText('benannt');
  await expect(role('genres').locator('option:checked')).toHaveText('art');
});

test('without times, splits by time and SASRec say why they are not to be had', async ({ page }) => {
  await open(page);
  const block = page.getByTestId('split-block');
  const refused = page.getByTestId('needs-times');

  await choose(page, { 'table.csv': written.plainCsv().replaceAll(/,\d{10}$|,timestamp$/gm, '') });
  await page.getByTestId('mapping-import').click();
  await expectRead(page, 'mapped');
  await expect(refused).toContainText('nobody knows what came last. Not possible: Last per user, Time cut.');
  for (const name of ['Last per user', 'Time cut']) await expect(block.getByRole('radio', { name })).toBeDisabled();
  await expect(block.getByRole('radio', { name: 'Random per user' })).toBeChecked();
  await expect(block.getByRole('option', { name: 'Handbook, SASRec (needs times)' })).toBeDisabled();
  await expect(page.getByTestId('advice')).toContainText('SASRec needs times, and there are none');
  await goTo(page, 'train');
  await page.getByTestId('add-model').click();
  await expect(page.getByTestId('add-model-sasrec')).toBeDisabled();
  await expect(page.getByTestId('add-model-sasrec')).toContainText('Needs the time of each rating');
  await page.keyboard.press('Escape');

  // The SASRec authors' file is in the order of time, without saying when.
  await goTo(page, 'data');
  await choose(page, written.sasrec());
  await expectRead(page, 'sasrec');
  await expect(refused).toContainText('the order of the file says what came last for each user, but not when');
  await expect(refused).toContainText('Not possible: Last per user, Time cut.');
  await expect(block.getByRole('radio', { name: 'Leave one out' })).toBeEnabled();
  await goTo(page, 'train');
  await page.getByTestId('add-model').click();
  await expect(page.getByTestId('add-model-sasrec')).toBeEnabled();
});

test('the smallest rating and which of repeated ratings counts are chosen by hand', async ({ page }) => {
  await open(page);
  // everybody rates film 1 again, much later, and loves it
  const again = ROWS.filter(({ film }) => film === 1).map(({ user, time }) => `${user},1,5,${time + 1_000_000}`);
  await choose(page, { 'table.csv': written.plainCsv(again) });
  await page.getByTestId('mapping-import').click();
  await expectRead(page, 'mapped');
  const block = page.getByTestId('split-block');
  const kept = block
    .getByRole('table', { name: /^Before and after/ })
    .getByRole('row', { name: /^interactions/ })
    .getByRole('cell');
  const change = async (label: string, option: string) =>
    block.getByLabel(label, { exact: true }).selectOption({ label: option });

  const minPerUser = block.getByLabel('Min per user', { exact: true });
  await minPerUser.fill('1');
  await minPerUser.press('Enter');
  await expect(kept.nth(0)).toHaveText(String(ROWS.length + again.length));
  await expect(kept.nth(1)).toHaveText(String(ROWS.length));

  await change('Keep ratings', '≥ 4★');
  const liked = ROWS.filter(({ rating }) => rating >= 4);
  const others = liked.filter(({ film }) => film !== 1).length;
  await expect(kept.nth(1)).toHaveText(String(others + again.length));
  await expect(page.getByTestId('protocol-badge').last()).toContainText('≥4★');
  await change('Duplicates', 'keep first');
  await expect(kept.nth(1)).toHaveText(String(liked.length));
  await change('Duplicates', 'keep highest');
  await expect(kept.nth(1)).toHaveText(String(others + again.length));
});

test('where MovieLens comes from is said with its conditions, and nothing is asked of the net', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Where do I get MovieLens?' }).click();
  const dialog = page.getByRole('dialog', { name: 'Where to get MovieLens' });
  await expect(dialog.getByRole('link')).toHaveAttribute('href', 'https://grouplens.org/datasets/movielens/');
  await expect(dialog).toContainText('this page itself downloads nothing');
  await expect(dialog).toContainText('not for commercial use without permission of GroupLens');
  await expect(dialog).toContainText('Harper and Konstan, 2015');
  await expect(dialog.getByRole('row', { name: /^1M/ })).toContainText('1,000,209');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});
