/** Lists: whom they are for, what is in them and how alike they are, and why a film is in one. */
import type { Locator, Page } from '@playwright/test';
import { rowOf } from '../../src/lib/csr';
import type { AttentionMaps } from '../../src/models/attention';
import { readSequence } from '../../src/models/sasrec/attention';
import { expect, test } from '../support/fixtures';
import { expectBest, expectRank, knownTo, type Saved, scoresOf, userOf } from '../support/models';
import { itemsOf, numberOf, sum, valuesOf, writtenScore } from '../support/pageLists';

const LABELS: Record<string, string> = { neumf: 'NeuMF', lightgcn: 'LightGCN', sasrec: 'SASRec' };

const columns = (page: Page) => page.getByTestId('inspect-column');
const columnOf = (page: Page, label: string) => columns(page).and(page.getByLabel(label, { exact: true }));
const rows = (column: Locator) => column.getByTestId('rec-row');

/** Shows a run in a column. */
async function show(page: Page, place: number, label: string): Promise<void> {
  const column = columns(page).nth(place);
  if ((await column.getAttribute('aria-label')) !== label) {
    await column.getByLabel('Run in this column').selectOption({ label });
  }
  await expect(column).toHaveAttribute('aria-label', label);
  await expect(rows(column)).toHaveCount(10);
}

/** Shared films over all films of two lists, counted by hand. */
function jaccard(a: number[], b: number[]): number {
  const common = a.filter((item) => b.includes(item)).length;
  return common / (a.length + b.length - common);
}

/** (1 - p) / p * sum of (share in common to depth d) p^d, and the last share for all that is below. */
function rbo(a: number[], b: number[], p = 0.9): number {
  const shares = a.map((_, d) => a.slice(0, d + 1).filter((item) => b.slice(0, d + 1).includes(item)).length / (d + 1));
  return (
    sum(shares.map((share, d) => ((1 - p) / p) * share * p ** (d + 1))) + shares[shares.length - 1] * p ** a.length
  );
}

/** Goes to a user by what is typed, and to the first one found of whom it is said. */
async function findUser(page: Page, query: string, said: string): Promise<string> {
  await page.getByTestId('inspect-user').fill(query);
  const match = page.getByRole('option').filter({ hasText: said }).first();
  const name = /User (\S+?)(?=rated|\d[\d,]* films?$)/.exec((await match.textContent()) ?? '')?.[1] ?? '';
  await match.click();
  return name;
}

/** Each list is what the model's function gives: films, scores, and where held-out films stand. */
async function expectModelsLists(page: Page, saved: Saved[], user: number): Promise<void> {
  for (const one of saved) {
    const column = columnOf(page, LABELS[one.file.model]);
    await expect(rows(column)).toHaveCount(10);
    const known = knownTo(one, user);
    const scores = scoresOf(one, user);
    const listed = await itemsOf(rows(column));
    expectBest(listed, scores, known);
    const popularity = await valuesOf(column.getByTestId('rec-row').getByTestId('row-popularity'));
    expect(popularity).toEqual(listed.map((item) => one.data.popularity[item]));
    const written = await rows(column).locator('[class*="score"]').allTextContents();
    for (const [place, text] of written.entries()) {
      const { value, half } = writtenScore(text);
      expect(Math.abs(value - scores[listed[place]]), `score of place ${place + 1}`).toBeLessThanOrEqual(half + 1e-5);
    }
    const heldOut = new Set(rowOf(one.data.test, user));
    const further = column.getByTestId('further-row');
    const ranked = (await itemsOf(rows(column))).concat(await itemsOf(further));
    const ranks = (await rows(column).locator('> :first-child').allTextContents()).concat(
      await further.locator('> :first-child').allTextContents(),
    );
    for (const [place, item] of ranked.entries()) {
      if (heldOut.has(item)) expectRank(Number(ranks[place].replaceAll(',', '')), item, scores, known);
    }
    const ringed = await itemsOf(column.locator('[data-held-out="true"]'));
    expect(ringed.every((item) => heldOut.has(item))).toBe(true);
    expect(ringed.length).toBeGreaterThanOrEqual(Math.min(heldOut.size, 5));
  }
}

/** What the last block's heads look at after the last film, on the mean. */
function meanOfHeads({ items, numBlocks, numHeads, weights }: AttentionMaps): number[] {
  const n = items.length;
  const rowOfHead = (head: number) => (((numBlocks - 1) * numHeads + head + 1) * n - 1) * n;
  return Array.from({ length: n }, (_, column) => {
    const ofHeads = Array.from({ length: numHeads }, (_, head) => weights[rowOfHead(head) + column]);
    return sum(ofHeads) / numHeads;
  });
}

/** The days that stand between the films of the history are days on which this user watched. */
async function expectDays(page: Page, { data }: Saved, user: number): Promise<void> {
  const shown = await page
    .getByTestId('history-day')
    .evaluateAll((days) => days.map((day) => day.getAttribute('datetime')));
  expect(shown.length).toBeGreaterThan(0);
  const { times } = data;
  const watched = (['train', 'valid', 'test'] as const).flatMap((part) => {
    const { offsets } = data[part];
    return Array.from(times?.[part].subarray(offsets[user], offsets[user + 1]) ?? []);
  });
  const days = watched.map((time) => new Date(1000 * time).toISOString().slice(0, 10));
  for (const day of shown) expect(days).toContain(day);
}

/** @param saved models that have a column at first: NeuMF, LightGCN, SASRec */
export async function walkLists(page: Page, saved: Saved[]): Promise<void> {
  const [{ data }] = saved;
  const heading = page.getByTestId('inspect-user');

  await test.step('lists, scores and ranks are those of the models’ own functions, for users found by id and by film', async () => {
    await expect(heading).toHaveValue(`User ${data.userIds[0]}`);
    await expectModelsLists(page, saved, 0);
    await expectDays(page, saved[0], 0);

    const userId = data.userIds[Math.floor(data.userIds.length / 3)];
    await findUser(page, userId, `User ${userId}`);
    await expect(heading).toHaveValue(`User ${userId}`);
    await expect(page.getByRole('heading', { name: `User ${userId}`, exact: true })).toBeVisible();
    await expectModelsLists(page, saved, userOf(saved[0], userId));

    const rare = Array.from(data.popularity.keys()).find((item) => data.popularity[item] === 3) as number;
    const { title } = data.items[rare];
    const found = await findUser(page, title, `rated ${title}`);
    await expect(heading).toHaveValue(`User ${found}`);
    const user = userOf(saved[0], found);
    const watched = [data.train, data.valid, data.test].flatMap((part) => Array.from(rowOf(part, user)));
    expect(watched.map((item) => data.items[item].title)).toContain(title);
    await expectModelsLists(page, saved, user);
    await expectDays(page, saved[0], user);
  });

  await test.step('columns go and come; a new one has the newest run that has none', async () => {
    await expect(columns(page)).toHaveCount(4);
    await expect(page.getByTestId('add-column')).toBeHidden();
    for (const label of ['Popularity', 'SASRec', 'LightGCN']) {
      await page.getByRole('button', { name: `Close the column of ${label}` }).click();
      await expect(columnOf(page, label)).toHaveCount(0);
    }
    await expect(columns(page)).toHaveCount(1);
    await page.getByTestId('add-column').click();
    await expect(columns(page)).toHaveCount(2);
    await expect(columns(page).nth(1)).toHaveAttribute('aria-label', 'Markov');
    await expect(rows(columns(page).nth(1))).toHaveCount(10);
  });

  await test.step('contributions add up to the score that the list shows', async () => {
    const why = page.getByTestId('why');
    for (const [model, tolerance] of [
      ['EASE', 1e-5],
      ['ItemKNN', 1e-5],
      ['ALS', 1e-5],
      ['Markov', 1e-5],
      ['Popularity', 0],
      ['LightGCN', 1e-4],
      ['SASRec', 1e-4],
      ['NeuMF', 1e-4],
    ] as const) {
      if (model !== 'NeuMF') await show(page, 1, model);
      const column = columnOf(page, model);
      const row = rows(column).nth(1);
      await row.click();
      await expect(why).toContainText(`${model}: rank 2 of`);
      // what is drawn between the columns follows them when the drawer takes room
      await expect(async () => {
        const [left, label, right] = await Promise.all(
          [columns(page).nth(0), page.getByTestId('alike').first(), columns(page).nth(1)].map((place) =>
            place.boundingBox(),
          ),
        );
        expect(label?.x).toBeGreaterThanOrEqual((left?.x ?? 0) + (left?.width ?? 0));
        expect((label?.x ?? 0) + (label?.width ?? 0)).toBeLessThanOrEqual(right?.x ?? 0);
      }).toPass({ timeout: 5000 });
      const score = await numberOf(why.getByTestId('why-score'), 'data-score');
      const listed = writtenScore((await row.locator('[class*="score"]').textContent()) ?? '');
      expect(Math.abs(score - listed.value)).toBeLessThanOrEqual(listed.half);
      if (model === 'Popularity') {
        await expect(why).toContainText(`${score.toLocaleString('en-GB')} of `);
        continue;
      }
      if (model === 'SASRec') {
        // effects do not add up; where it looked does, and is the last row of its attention
        const looked = why.getByTestId('why-attention');
        await expect(looked.getByTestId('why-part').first()).toBeVisible({ timeout: 30_000 });
        const { config, values } = saved[2].file;
        const user = userOf(saved[2], (await heading.inputValue()).replace('User ', ''));
        const { maps } = readSequence(values, config, knownTo(saved[2], user));
        const row = meanOfHeads(maps);
        const shares = await valuesOf(looked.getByTestId('why-part'));
        expect(sum(shares)).toBeCloseTo(1, 5);
        expect(shares[0]).toBeCloseTo(Math.max(...row), 5);
        continue;
      }
      const total = await numberOf(why.getByTestId('why-sum').first(), 'data-value');
      expect(Math.abs(total - score)).toBeLessThanOrEqual(tolerance);
      // LightGCN's are a table of layers
      if (model === 'LightGCN') continue;
      const parts = why.locator('section').first().getByTestId('why-part');
      await expect(parts.first()).toBeVisible();
      expect(Math.abs(sum(await valuesOf(parts)) - score)).toBeLessThanOrEqual(tolerance);
    }
    await expect(page.getByRole('heading', { name: 'Why this film?' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(why).toBeHidden();
    await expect(rows(columns(page).first()).nth(1)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(why).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('overlap is that of the lists on the page; lines join the film that is chosen', async () => {
    await show(page, 1, 'EASE');
    const a = await itemsOf(rows(columns(page).nth(0)));
    const b = await itemsOf(rows(columns(page).nth(1)));
    const cell = page.getByTestId('overlap-cell').first();
    await page.getByRole('radio', { name: 'Jaccard' }).check({ force: true });
    await expect.poll(() => numberOf(cell, 'data-value')).toBeCloseTo(jaccard(a, b), 10);
    await page.getByRole('radio', { name: 'RBO' }).check({ force: true });
    await expect.poll(() => numberOf(cell, 'data-value')).toBeCloseTo(rbo(a, b), 10);
    await expect(page.getByTestId('list-lines').locator('path')).toHaveCount(
      a.filter((item) => b.includes(item)).length,
    );
    await show(page, 0, 'Popularity');
    await show(page, 1, 'ALS');
    const popular = await itemsOf(rows(columns(page).nth(0)));
    const als = await itemsOf(rows(columns(page).nth(1)));
    const shared = popular.find((item) => als.includes(item));
    if (shared !== undefined) {
      await rows(columns(page).nth(0))
        .and(page.locator(`[data-item-index="${shared}"]`))
        .click();
      await expect(page.getByTestId('list-lines').locator('path[data-marked="true"]')).toHaveCount(1);
      await page.keyboard.press('Escape');
    }
  });

  await test.step('the hard user is one whose lists have little in common; again, the next one', async () => {
    const note = page.getByTestId('hard-note');
    let before = 0;
    for (let press = 0; press < 2; press++) {
      await page.getByTestId('inspect-hard').click();
      await expect(page.getByTestId('inspect-hard')).toBeEnabled({ timeout: 30_000 });
      await expect(note).toBeVisible();
      const overlap = await numberOf(note, 'data-overlap');
      expect(overlap).toBeGreaterThanOrEqual(before);
      before = overlap;
      await expect(async () => {
        const lists = await Promise.all([0, 1].map((place) => itemsOf(rows(columns(page).nth(place)))));
        expect(jaccard(lists[0], lists[1])).toBeCloseTo(overlap, 10);
      }).toPass({ timeout: 15_000 });
    }
  });
}
