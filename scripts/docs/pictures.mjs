/**
 * Makes the pictures of docs/INSPECT.md: builds the page, trains four models on the synthetic sample with their fixed
 * seeds, goes through the panels of Inspect, and writes docs/images/inspect-<panel>-<light|dark>.png.
 *
 * usage: npm run docs:pictures [-- <panel> ...]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { chromiumArgs, findInstalledBrowser } from '../findBrowser.mjs';
import { palettePng } from './palettePng.mjs';

/** @typedef {import('playwright').Page} Page */

const root = fileURLToPath(new URL('../..', import.meta.url));
const SIZE = { width: 1440, height: 900 };
const MINUTES = 60_000;
/** Somebody with a history of middle length. */
const USER = '24';

/** Enough training to show something: minutes on a software adapter. @type {Record<string, Record<string, number>>} */
const SETTINGS = {
  neumf: { embeddingDim: 16, numNegatives: 2, learningRate: 0.005, epochs: 4 },
  lightgcn: { embeddingDim: 32, numLayers: 3, batchSize: 4096, learningRate: 0.02, epochs: 12 },
  sasrec: { epochs: 12, numHeads: 2, numBlocks: 2 },
};

/** @param {Page} page @param {string} model */
const row = (page, model) => page.locator(`[data-testid="run-row"][data-model="${model}"]`).last();

/** @param {Page} page */
async function train(page) {
  await page.getByTestId('try-sample').click();
  await row(page, 'neumf').waitFor({ timeout: MINUTES });
  // the run that comes with the sample makes room for shorter ones
  await page.getByTestId('transport-pause').click();
  await page
    .locator('[data-testid="run-row"][data-model="neumf"]:is([data-status="paused"],[data-status="queued"])')
    .first()
    .waitFor();
  if ((await row(page, 'neumf').getAttribute('aria-expanded')) === 'false') await row(page, 'neumf').click();
  await page.getByTestId('remove-run').click();
  for (const [model, settings] of Object.entries(SETTINGS)) {
    await page.getByTestId('add-model').click();
    await page.getByTestId(`add-model-${model}`).click();
    const draft = page.getByTestId('draft');
    await draft.getByTestId('preset-quick').click();
    await draft.getByTestId('more-settings').click();
    for (const [name, value] of Object.entries(settings)) {
      const field = draft.getByTestId(`param-${name}`).locator('input').last();
      await field.fill(String(value));
      await field.press('Tab');
    }
    await draft.getByTestId('start-run').click();
    await draft.waitFor({ state: 'hidden' });
  }
  for (const model of ['ease', ...Object.keys(SETTINGS)]) {
    await page
      .locator(`[data-model="${model}"][data-status="finished"]`)
      .first()
      .waitFor({ timeout: 15 * MINUTES });
  }
  // that there is no graphics card is nobody's business here
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  if (await dismiss.isVisible()) await dismiss.click();
  await page.getByTestId('rail-inspect').click();
  await page.getByTestId('inspect-user').fill(USER);
  await page
    .getByRole('option')
    .filter({ hasText: `User ${USER}` })
    .first()
    .click();
}

/** @param {Page | import('playwright').Locator} page @param {string} list @param {string} option */
const choose = (page, list, option) => page.getByLabel(list, { exact: true }).selectOption({ label: option });

/** @param {Page} page */
const mapDone = (page) =>
  page
    .locator('[data-testid="map-pane"][data-status="done"]')
    .last()
    .waitFor({ timeout: 5 * MINUTES });

/** @param {Page} page @param {string} model */
async function lookInside(page, model) {
  await choose(page, 'Run to look into', model);
  await page.getByTestId('step-element').waitFor({ timeout: 5 * MINUTES });
}

/** Each panel's tab, and the way to what its picture shows. @type {{ name: string, tab: string, go(page: Page): Promise<void> }[]} */
const PANELS = [
  {
    name: 'lists',
    tab: 'lists',
    async go(page) {
      const column = page.locator('[data-testid="inspect-column"][aria-label="LightGCN"]');
      await choose(page.locator('[data-testid="inspect-column"]').last(), 'Run in this column', 'EASE');
      await column.getByTestId('rec-row').nth(1).click();
      await page.getByTestId('why-sum').first().waitFor();
    },
  },
  {
    name: 'you',
    tab: 'you',
    async go(page) {
      for (let film = 0; film < 5; film++) await page.getByTestId('you-suggestion').nth(film).click();
      await page.locator('[data-testid="you-list"][data-answered="true"]').last().waitFor();
      // a change shows how the lists answer
      await page.getByTestId('ordered-films').locator('li').first().focus();
      await page.keyboard.press('Delete');
      await page.getByTestId('you-suggestion').nth(4).click();
      await page.locator('[data-testid="you-answered"][data-answered="true"]').waitFor();
    },
  },
  {
    name: 'next',
    tab: 'next',
    async go(page) {
      await page.getByTestId('next-list').waitFor();
      await page.getByTestId('next-prefix').getByRole('slider').focus();
      for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowLeft');
      await page.locator('[data-testid="next-list"][data-answered="true"]').waitFor();
    },
  },
  {
    name: 'map',
    tab: 'map',
    async go(page) {
      await choose(page, 'Whose vectors are drawn', 'LightGCN films');
      await mapDone(page);
      await page.getByRole('radio', { name: 't-SNE' }).check({ force: true });
      await page.locator('[data-testid="map-status"][data-status="computing"]').waitFor();
      await mapDone(page);
      await page.getByTestId('map-search').fill('wyrm');
      await page.getByRole('option').first().click();
      await page.getByTestId('map-quality').first().waitFor({ timeout: MINUTES });
    },
  },
  {
    name: 'map-beside',
    tab: 'map',
    async go(page) {
      await page.getByRole('radio', { name: 'PCA' }).check({ force: true });
      await mapDone(page);
      await choose(page, 'Run beside it', 'NeuMF');
      await page.getByTestId('map-canvas-beside').waitFor();
      await page.getByTestId('map-quality').nth(1).waitFor({ timeout: MINUTES });
    },
  },
  {
    name: 'epochs',
    tab: 'epochs',
    async go(page) {
      // one who was watched, of middle activity
      await page.getByLabel('Watched user', { exact: true }).selectOption({ index: 8 });
      const slider = page.getByLabel('Epoch', { exact: true });
      await slider.press('Home');
      for (let step = 0; step < 6; step++) await slider.press('ArrowRight');
    },
  },
  {
    name: 'attention',
    tab: 'attention',
    async go(page) {
      await page.locator('[data-testid="expected"][data-answered="true"]').waitFor({ timeout: MINUTES });
      await page.locator('[data-testid="attention-order"][data-answered="true"]').waitFor({ timeout: MINUTES });
    },
  },
  { name: 'inside-neumf', tab: 'inside', go: (page) => lookInside(page, 'NeuMF') },
  {
    name: 'step',
    tab: 'inside',
    async go(page) {
      await page.getByTestId('step-take').click();
      await page
        .locator('[data-testid="step-count"][data-answered="true"][data-steps="1"]')
        .waitFor({ timeout: MINUTES });
      await page.getByTestId('adam-formulas').evaluate((element) => element.scrollIntoView({ block: 'end' }));
    },
  },
  {
    name: 'inside-lightgcn',
    tab: 'inside',
    async go(page) {
      await lookInside(page, 'LightGCN');
      await page.getByTestId('propagation-layer').getByRole('slider').focus();
      for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight');
      await page.getByTestId('pair-score').waitFor({ timeout: MINUTES });
    },
  },
  { name: 'inside-sasrec', tab: 'inside', go: (page) => lookInside(page, 'SASRec') },
  {
    name: 'truth',
    tab: 'truth',
    async go(page) {
      await page
        .locator('[data-model="sasrec"] [data-measure="taste"][data-value*="."]')
        .waitFor({ timeout: 5 * MINUTES });
    },
  },
];

/** In both themes. @param {Page} page @param {string} name */
async function photograph(page, name) {
  // nothing under the pointer, no tip, no ring around what was used last
  await page.mouse.move(0, 0);
  await page.evaluate(() => /** @type {HTMLElement | null} */ (document.activeElement)?.blur());
  for (const colorScheme of /** @type {const} */ (['dark', 'light'])) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(800);
    const png = palettePng(await page.screenshot());
    const file = path.join('docs/images', `inspect-${name}-${colorScheme}.png`);
    writeFileSync(path.join(root, file), png);
    console.log(`${file}, ${Math.round(png.length / 1024)} kB`);
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => PANELS.every((panel) => panel.name !== name));
if (unknown.length > 0) {
  throw new Error(`No panel ${unknown.join(', ')}: there are ${PANELS.map(({ name }) => name).join(', ')}`);
}
const found = findInstalledBrowser();
if (found === null) throw new Error('No Chromium found: `npm test` gets one, or set CHROMIUM_PATH.');
const folder = mkdtempSync(path.join(os.tmpdir(), 'pictures-'));
try {
  const config = { root, logLevel: /** @type {const} */ ('warn'), build: { outDir: folder, emptyOutDir: true } };
  await build(config);
  const server = await preview({ ...config, preview: { host: 'localhost', port: 0 } });
  const address = server.httpServer.address();
  const browser = await chromium.launch({ executablePath: found.path, args: chromiumArgs() });
  try {
    const page = await browser.newPage({
      viewport: SIZE,
      deviceScaleFactor: 1,
      colorScheme: 'light',
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    });
    page.setDefaultTimeout(MINUTES);
    await page.goto(`http://localhost:${typeof address === 'object' ? address?.port : ''}/`);
    await train(page);
    for (const { name, tab, go } of PANELS) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      try {
        await page.getByTestId(`inspect-tab-${tab}`).click();
        await page.evaluate(() => {
          for (const element of document.querySelectorAll('*')) element.scrollTop = 0;
        });
        await go(page);
        await photograph(page, name);
      } catch (error) {
        // the others can be had nevertheless
        console.error(`${name}: ${error instanceof Error ? error.message : error}`);
        process.exitCode = 1;
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
