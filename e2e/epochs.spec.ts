/** The epoch scrubber on a small training: replayed, held against what the models say, and back after a reload. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import Papa from 'papaparse';
import { expect, test } from './support/fixtures';
import {
  addRun,
  downloaded,
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
  trySample,
} from './support/playground';

const slider = (page: Page) => page.getByTestId('replay-slider');
const column = (page: Page, label: string) =>
  page.getByTestId('epoch-column').and(page.getByLabel(label, { exact: true }));

async function openEpochs(page: Page): Promise<void> {
  await goTo(page, 'inspect');
  await page.getByTestId('inspect-tab-epochs').click();
}

async function expectStops(page: Page, stops: number[]): Promise<void> {
  await expect(slider(page)).toHaveAttribute('data-stops', stops.join(' '), { timeout: TRAINING_LIMIT_MS });
  // a view whose texts are still loading is there, but hidden
  await expect(slider(page)).toBeVisible();
}

/** Trains one epoch more. */
async function stepEpoch(page: Page, epoch: number): Promise<void> {
  await goTo(page, 'train');
  await page.getByTestId('transport-step-epoch').click();
  const runId = (await runRow(page, 'neumf').getAttribute('data-run-id')) as string;
  await expect(async () => {
    expect((await drawnLines(page, 'metric-chart'))[runId] ?? 0).toBe(epoch);
  }).toPass({ timeout: TRAINING_LIMIT_MS });
}

interface Row {
  item: number;
  rank: number;
  heldOut: boolean;
}

const rowsOf = (rows: Locator): Promise<Row[]> =>
  rows.evaluateAll((elements) =>
    elements.map((row) => {
      const { itemIndex, rank, heldOut } = (row as HTMLElement).dataset;
      return { item: Number(itemIndex), rank: Number(rank), heldOut: heldOut === 'true' };
    }),
  );

interface State {
  list: Row[];
  further: Row[];
}

/** What a run's column shows at each stop, gone through by the keyboard. */
async function statesOf(page: Page, label: string, stops: number[]): Promise<State[]> {
  const range = page.getByLabel('Epoch', { exact: true });
  await range.press('Home');
  const states: State[] = [];
  for (const stop of stops) {
    if (stop !== stops[0]) await range.press('ArrowRight');
    await expect(slider(page)).toHaveAttribute('data-epoch', String(stop));
    await expect(column(page, label)).toHaveAttribute('data-epoch', String(stop));
    states.push({
      list: await rowsOf(column(page, label).getByTestId('epoch-film')),
      further: await rowsOf(column(page, label).getByTestId('epoch-further')),
    });
  }
  return states;
}

/** Without what is held out for validation, a list is that of Inspect: there these films are known, and left out. */
async function expectAsInLists(page: Page, label: string, state: State): Promise<void> {
  const expected = state.list.filter(({ heldOut }) => !heldOut).map(({ item }) => item);
  await page.getByTestId('inspect-tab-lists').click();
  const own = page.getByTestId('inspect-column').and(page.getByLabel(label, { exact: true }));
  await expect(own.getByTestId('rec-row')).toHaveCount(10);
  const shown = await own
    .getByTestId('rec-row')
    .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset.itemIndex)));
  expect(shown.slice(0, expected.length)).toEqual(expected);
  await page.getByTestId('inspect-tab-epochs').click();
}

interface RankRow {
  run: string;
  epoch: string;
  is_best: string;
  user: string;
  title: string;
  rank: string;
}

async function ranksCsv(page: Page): Promise<RankRow[]> {
  const text = await readFile(await (await downloaded(page, 'epochs-csv')).path(), 'utf8');
  return Papa.parse<RankRow>(text, { header: true, skipEmptyLines: true }).data;
}

test('replays what lists, ranks and the map were, and still does after a reload', async ({ page }) => {
  test.setTimeout(420_000);
  await open(page);
  await trySample(page);
  await page.getByTestId('transport-pause').click();
  await expect(runRow(page, 'neumf')).toHaveAttribute('data-status', /paused|queued/, { timeout: 30_000 });

  await test.step('while it trains, the newest state is shown', async () => {
    await stepEpoch(page, 1);
    await openEpochs(page);
    await expectStops(page, [0, 1]);
    await expect(slider(page)).toHaveAttribute('data-epoch', '1');
    await expect(page.getByTestId('replay-follow').getByRole('switch')).toBeChecked();
    // what the run would show now is what its newest snapshot shows
    const [, now] = await statesOf(page, 'NeuMF', [0, 1]);
    await expectAsInLists(page, 'NeuMF', now);
    await stepEpoch(page, 2);
    await page.getByTestId('transport-stop').click();
    await expectEnded(page, 'neumf');
  });

  await openEpochs(page);
  await expectStops(page, [0, 1, 2]);
  const states = await statesOf(page, 'NeuMF', [0, 1, 2]);
  await expect(column(page, 'Popularity')).toContainText('one state');

  await test.step('films enter, leave and move as the lists say', async () => {
    const [, before, after] = states.map(({ list }) => list.map(({ item }) => item));
    const marks = await column(page, 'NeuMF').getByTestId('epoch-film').locator('> :last-child').allTextContents();
    after.forEach((item, place) => {
      const earlier = before.indexOf(item);
      const way = earlier - place;
      expect(marks[place]).toBe(earlier < 0 ? 'new' : way === 0 ? '–' : way > 0 ? `↑ ${way}` : `↓ ${-way}`);
    });
    const numLeft = before.filter((item) => !after.includes(item)).length;
    if (numLeft > 0) await expect(column(page, 'NeuMF').getByTestId('epoch-left')).toContainText('Left since epoch 1');
  });

  await test.step('the best state is what the run answers with', async () => {
    const best = Number(await slider(page).locator('[data-best]').getAttribute('data-best'));
    expect([1, 2]).toContain(best);
    await expectAsInLists(page, 'NeuMF', states[best]);
  });

  await test.step('ranks are the same in lists, chart and file', async () => {
    const own = (await page.getByLabel('Watched user').locator('option:checked').textContent())?.split(' ')[1];
    const rows = (await ranksCsv(page)).filter(({ user }) => user === own);
    const heldOut = states[2].list.concat(states[2].further).filter((row) => row.heldOut);
    expect(heldOut.length).toBeGreaterThan(0);
    for (const [epoch, state] of states.entries()) {
      const filed = rows.filter((row) => row.epoch === String(epoch)).map(({ rank }) => Number(rank));
      const shown = [...state.list.filter((row) => row.heldOut), ...state.further].map(({ rank }) => rank);
      expect(shown).toEqual(filed.sort((a, b) => a - b).slice(0, shown.length));
      const middle = (filed[Math.floor((filed.length - 1) / 2)] + filed[Math.ceil((filed.length - 1) / 2)]) / 2;
      const twin = await tableTwin(page, 'Middle rank of the held-out films');
      expect(Number(twin.NeuMF[epoch])).toBe(middle);
    }
  });

  await test.step('play goes through all states, the map in between; a film is followed', async () => {
    await column(page, 'NeuMF').getByTestId('epoch-film').first().click();
    const seen = await page.evaluateHandle(() => {
      const seen = { epochs: new Set<string>(), positions: new Set<string>() };
      const look = () => {
        seen.epochs.add(document.querySelector<HTMLElement>('[data-testid="replay-slider"]')?.dataset.epoch ?? '');
        seen.positions.add(document.querySelector<HTMLElement>('[data-testid="epoch-map-at"]')?.dataset.position ?? '');
        requestAnimationFrame(look);
      };
      look();
      return seen;
    });
    await page.getByTestId('replay-play').click();
    await expect(page.getByTestId('replay-play')).toHaveAccessibleName('Pause');
    await expect(page.getByTestId('replay-play')).toHaveAccessibleName('Play', { timeout: 15_000 });
    await expect(slider(page)).toHaveAttribute('data-epoch', '2');
    const { epochs, positions } = await seen.evaluate((all) => ({
      epochs: [...all.epochs],
      positions: [...all.positions].map(Number),
    }));
    expect(epochs).toEqual(expect.arrayContaining(['0', '1', '2']));
    expect(positions.filter((position) => !Number.isInteger(position)).length).toBeGreaterThan(2);
    expect(await statesOf(page, 'NeuMF', [0, 1, 2])).toEqual(states);
  });

  await test.step('a reload brings all of it back', async () => {
    await page.getByTestId('open-saved-dialog').click();
    await expect(page.locator('[data-testid="saved-run"][data-status="finished"]')).toHaveCount(4, { timeout: 60_000 });
    await page.reload();
    await goTo(page, 'data');
    await page.getByTestId('continue-last').click();
    await openEpochs(page);
    await expectStops(page, [0, 1, 2]);
    expect(await statesOf(page, 'NeuMF', [0, 1, 2])).toEqual(states);
  });
});

test('the map of a run in training moves, unless it is held', async ({ page }) => {
  test.setTimeout(300_000);
  await open(page);
  await trySample(page);
  await page.getByTestId('transport-pause').click();
  await expect(runRow(page, 'neumf')).toHaveAttribute('data-status', /paused|queued/, { timeout: 30_000 });
  await stepEpoch(page, 1);
  await goTo(page, 'inspect');
  await page.getByTestId('inspect-tab-map').click();
  const status = page.getByTestId('map-status');
  await expect(status).toContainText('epoch 1', { timeout: 30_000 });
  const follow = page.getByTestId('map-follow').getByRole('switch');
  await follow.uncheck({ force: true });
  await page.getByTestId('transport-step-epoch').click();
  // once there is a newer map, it can be asked for
  await expect(status.getByRole('button')).toBeVisible({ timeout: TRAINING_LIMIT_MS });
  await expect(status).toContainText('epoch 1');
  await follow.check({ force: true });
  await expect(status).toContainText('epoch 2', { timeout: 30_000 });
});

test('replays a training on MovieLens 100K', async ({ page }) => {
  test.skip(MOVIELENS_DIR === undefined, NEEDS_MOVIELENS);
  test.skip(!IS_FULL, NEEDS_FULL);
  test.setTimeout(900_000);
  await open(page);
  await dropFile(page, path.join(MOVIELENS_DIR as string, 'ml-100k.zip'));
  await expect(page.getByTestId('dataset-chip')).toContainText('MovieLens 100K', { timeout: 60_000 });
  await goTo(page, 'train');
  await addRun(page, 'lightgcn', { preset: 'quick', parameters: { epochs: 3 } });
  await expectEnded(page, 'lightgcn');
  await openEpochs(page);
  await expectStops(page, [0, 1, 2, 3]);
  const states = await statesOf(page, 'LightGCN', [0, 1, 2, 3]);
  expect(states[3].list).toHaveLength(10);
  const best = Number(await slider(page).locator('[data-best]').getAttribute('data-best'));
  await expectAsInLists(page, 'LightGCN', states[best]);
  await expect(page.getByTestId('epoch-map')).toHaveAttribute('data-points', /^\d{3,4}$/);
});
