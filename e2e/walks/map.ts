/** The item map of trained models: vectors, neighbours, colours and files against the models' own files. */
import type { Page } from '@playwright/test';
import { rowOf } from '../../src/lib/csr';
import { aligned } from '../../src/lib/linear/procrustes';
import { pca } from '../../src/projection/pca';
import type { Vectors } from '../../src/projection/types';
import { expect, test } from '../support/fixtures';
import {
  choose,
  expectDone,
  expectDrawn,
  mapTable,
  neighbours,
  openMap,
  positions,
  projectorFiles,
  readNpy,
  savedFiles,
  setMap,
} from '../support/map';
import { byCosine, itemVectors, layeredGraph, rowAt, type Saved } from '../support/models';

/** Device and CPU sum in orders of their own. */
const NEAR = 1e-5;

/** Equal numbers but for the last digits. */
function expectVectors(found: Vectors, expected: Vectors): void {
  expect([found.rows, found.dimensions]).toEqual([expected.rows, expected.dimensions]);
  let farthest = 0;
  for (let at = 0; at < found.data.length; at++) {
    farthest = Math.max(farthest, Math.abs(found.data[at] - expected.data[at]));
  }
  expect(farthest).toBeLessThan(NEAR);
}

/** What is listed for a film are its nearest by cosine in the vectors of the model's file. */
async function expectTrueNeighbours(page: Page, vectors: Vectors, film: number): Promise<void> {
  const all = byCosine(vectors, film);
  const ofRow = new Map(all.map(({ row, similarity }) => [row, similarity]));
  await expect(async () => {
    const listed = await neighbours(page);
    for (const [place, { row, similarity }] of listed.entries()) {
      expect(Math.abs(similarity - (ofRow.get(row) ?? Number.NaN))).toBeLessThan(NEAR);
      expect(Math.abs(similarity - all[place].similarity)).toBeLessThan(NEAR);
    }
  }).toPass({ timeout: 15_000 });
}

/** @param saved NeuMF, LightGCN, SASRec */
export async function walkMap(page: Page, saved: Saved[]): Promise<void> {
  const labels = ['NeuMF', 'LightGCN', 'SASRec'];
  const [, lightgcn] = saved;
  const { data } = lightgcn;
  const canvas = page.getByTestId('map-canvas');
  const named = data.items.findIndex(({ title }, item) => data.popularity[item] > 20 && /^[\w ]{6,}$/.test(title));

  const most = mostPopular(data.popularity);

  await test.step('map: the neighbours listed are the true cosine neighbours, of each model', async () => {
    await openMap(page, 'LightGCN films');
    await expectDone(page);
    await expect(canvas).toHaveAttribute('data-points', String(data.items.length));
    await page.getByTestId('map-search').fill(data.items[named].title);
    await page.getByRole('option').filter({ hasText: data.items[named].title }).first().click();
    const chosen = page.getByTestId('map-chosen');
    await expect(chosen).toContainText(data.items[named].title);
    const name = await chosen.textContent();
    const film = data.items.findIndex(({ title }) => title === name);
    for (const [at, one] of saved.entries()) {
      await choose(page, 'Whose vectors are drawn', `${labels[at]} films`);
      await expectDone(page);
      await expectTrueNeighbours(page, itemVectors(one), film);
    }
    await page.getByRole('button', { name: 'Let go' }).click();
  });

  await test.step('a film under the pointer is named, and a click chooses it', async () => {
    await choose(page, 'Whose vectors are drawn', 'LightGCN films');
    await expectDone(page);
    // a film is never far from where the keys begin, in the middle
    const box = await canvas.boundingBox();
    if (!box) throw new Error('the map has no box');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    let name: string | null = null;
    for (let turn = 0; turn < 200 && name === null; turn++) {
      const place = { x: x + turn * Math.cos(turn), y: y + turn * Math.sin(turn) };
      await page.mouse.move(place.x, place.y);
      name = await canvas.getAttribute('data-hovered');
      if (name !== null) await page.mouse.click(place.x, place.y);
    }
    expect(data.items.map(({ title }) => title)).toContain(name);
    await expect(page.getByTestId('map-chosen')).toHaveText(name as string);
    await page.getByRole('button', { name: 'Let go' }).click();
  });

  await test.step('colours: popularity and year in classes that hold what they say', async () => {
    for (const colour of ['popularity', 'year'] as const) {
      await choose(page, 'colour', colour);
      const legend = page.getByTestId('map-legend').locator('li');
      await expect(legend.first()).toHaveText(/^[\d,]+(–[\d,]+)? [\d,]+$/);
      const counts = (await legend.allTextContents()).map((text) =>
        Number(text.split(' ').at(-1)?.replaceAll(',', '')),
      );
      expect(counts.reduce((total, count) => total + count, 0)).toBe(data.items.length);
      const table = await mapTable(page);
      for (const [place, range] of table[colour].entries()) {
        const item = most[place];
        expect(table.film[place]).toBe(data.items[item].title);
        expect(Number(table.ratings[place])).toBe(data.popularity[item]);
        const value = colour === 'popularity' ? data.popularity[item] : data.items[item].year;
        if (value === null) continue;
        const [from, to = from] = range.replaceAll(',', '').split('–').map(Number);
        expect(value, `${colour} of ${data.items[item].title}: ${range}`).toBeGreaterThanOrEqual(from);
        expect(value).toBeLessThanOrEqual(to);
      }
    }
    await choose(page, 'colour', 'genre');
  });

  await test.step('vectors as npy and for the Embedding Projector are those of the model’s file', async () => {
    const { layers, final, numUsers } = layeredGraph(lightgcn);
    const ofUsers = { rows: numUsers, dimensions: layers.dim, data: final.subarray(0, numUsers * layers.dim) };
    await page.getByTestId('map-export').click();
    expectVectors(readNpy((await savedFiles(page, 'export-items-npy'))[0].bytes), itemVectors(lightgcn));
    expectVectors(readNpy((await savedFiles(page, 'export-users-npy'))[0].bytes), ofUsers);
    const films = await projectorFiles(page, 'export-items-tsv');
    expectVectors(films.vectors, itemVectors(lightgcn));
    expect(films.rows.map(([title, id]) => [title, id])).toEqual(data.items.map(({ title, id }) => [title, id]));
    const users = await projectorFiles(page, 'export-users-tsv');
    expectVectors(users.vectors, ofUsers);
    expect(rowAt(users.vectors, 1)).toHaveLength(layers.dim);
    const numFilms = (user: number) =>
      [data.train, data.valid, data.test].reduce((count, part) => count + rowOf(part, user).length, 0);
    expect(users.rows).toEqual(data.userIds.map((id, user) => [id, String(numFilms(user))]));
    await page.keyboard.press('Escape');
  });

  await test.step('two maps side by side: the second is laid over the first', async () => {
    await choose(page, 'Run beside it', 'NeuMF');
    await expect(page.getByTestId('map-canvas-beside')).toHaveAttribute('data-points', String(data.items.length));
    const all = Int32Array.from({ length: data.items.length }, (_, row) => row);
    const own = pca(itemVectors(lightgcn), all).positions;
    const over = aligned(pca(itemVectors(saved[0]), all).positions, own);
    await expect(async () => {
      const table = await mapTable(page);
      for (const [label, map] of [
        ['LightGCN', own],
        ['NeuMF', over],
      ] as const) {
        const size = Math.max(...map.map(Math.abs));
        for (const [axis, name] of ['x', 'y'].entries()) {
          const shown = table[`${name}, ${label}`].map((cell) => Number(cell.replaceAll(',', '')));
          shown.forEach((value, place) => {
            expect(Math.abs(value - map[2 * most[place] + axis])).toBeLessThan(1e-3 * size + 1e-4);
          });
        }
      }
    }).toPass({ timeout: 20_000 });

    // no turn brings it nearer, mirrored or not
    for (const mirror of [1, -1]) {
      for (let degrees = 0; degrees < 360; degrees += 5) {
        if (mirror === 1 && degrees === 0) continue;
        expect(apart(turned(over, degrees, mirror), own), `${degrees} degrees`).toBeGreaterThan(apart(over, own));
      }
    }
    await choose(page, 'Run beside it', 'nothing');
  });
}

const mostPopular = (popularity: Int32Array) =>
  Array.from(popularity.keys())
    .sort((a, b) => popularity[b] - popularity[a] || a - b)
    .slice(0, 100);

/** Sum of squares of what lies between two maps' points. */
const apart = (a: Float32Array, b: Float32Array) => a.reduce((total, value, at) => total + (value - b[at]) ** 2, 0);

/** @param mirror -1 turns it over first */
function turned(map: Float32Array, degrees: number, mirror: number): Float32Array {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const middle = [0, 1].map(
    (axis) => (2 * map.reduce((sum, value, at) => sum + (at % 2 === axis ? value : 0), 0)) / map.length,
  );
  return map.map((_, at) => {
    const start = at - (at % 2);
    const [x, y] = [mirror * (map[start] - middle[0]), map[start + 1] - middle[1]];
    return at % 2 === 0 ? cos * x - sin * y + middle[0] : sin * x + cos * y + middle[1];
  });
}

/** Maps of many steps, of users, who are fewer than films. */
export async function walkLayouts(page: Page, of: string): Promise<void> {
  await test.step('t-SNE runs, is cancelled, and is another with another perplexity; UMAP runs', async () => {
    await choose(page, 'Whose vectors are drawn', of);
    await expectDone(page);
    const status = page.getByTestId('map-status');
    await page.getByRole('radio', { name: 't-SNE' }).check({ force: true });
    await expect(status).toContainText(/step \d+ of 1,000, KL \d/, { timeout: 60_000 });
    await page.getByTestId('map-cancel').click();
    await expect(status).toContainText(/cancelled at step \d+ of 1,000/);
    await page.getByRole('button', { name: 'Draw again' }).click();
    await expectDrawn(page);
    const first = await positions(page);
    await setMap(page, 'map-parameter', 10);
    expect(await positions(page)).not.toEqual(first);
    await page.getByRole('radio', { name: 'UMAP' }).check({ force: true });
    await expectDrawn(page);
    const umap = await positions(page);
    expect(umap).toHaveLength(100);
    expect(umap).not.toEqual(first);
    await page.getByRole('radio', { name: 'PCA' }).check({ force: true });
    await expectDone(page);
  });
}
