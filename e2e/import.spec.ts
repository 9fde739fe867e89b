/** Any data, through the page: every layout, every way in, every answer to what is wrong. Nothing is trained. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { zipOf } from '../src/data/testSupport';
import { expect, test } from './support/fixtures';
import { choose, chooseZip, expectRead, expectTitles, openWays } from './support/importing';
import { open } from './support/playground';
import * as written from './support/written';
import { type Files, NUM_FILMS, NUM_USERS, ROWS } from './support/written';

// high enough that the blocks are not folded
test.use({ viewport: { width: 1440, height: 900 } });

async function writeFolder(testInfo: TestInfo, files: Files): Promise<string> {
  const folder = testInfo.outputPath(Object.keys(files)[0].split('/')[0]);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, ...name.split('/').slice(1));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return folder;
}

/** A folder from a file manager: only the browser itself can drop one. */
async function dropFolder(page: Page, folder: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
  }
  await session.detach();
}

async function pasteAnywhere(page: Page, text: string): Promise<void> {
  await page.evaluate((content) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', content);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

const groups = (page: Page) => page.getByTestId('problem-group');

test('every layout is read: as zip, files, folder, drop and paste', async ({ page }, testInfo) => {
  test.setTimeout(120_000);
  await open(page);

  await test.step('MovieLens 100K as zip', async () => {
    await chooseZip(page, 'ml-100k.zip', written.ml100k());
    await expectRead(page, 'ml-100k');
    await expectTitles(page);
    await expect(page.getByTestId('user-groups')).toContainText('men');
    await expect(page.getByTestId('recognised')).toContainText('u.item');
  });

  await test.step('MovieLens 1M as three files', async () => {
    await choose(page, written.ml1m());
    await expectRead(page, 'ml-1m');
    await expectTitles(page);
    await expect(page.getByTestId('user-groups')).toContainText('programmer');
  });

  await test.step('MovieLens 10M as a folder that is chosen', async () => {
    await openWays(page);
    const folder = await writeFolder(testInfo, written.ml10m());
    await page.getByTestId('folder-input').setInputFiles(folder);
    await expectRead(page, 'ml-10m');
    await expectTitles(page);
    await expect(page.getByTestId('user-groups')).toHaveCount(0);
  });

  await test.step('MovieLens as CSV, a folder that is dropped', async () => {
    await dropFolder(page, await writeFolder(testInfo, written.mlCsv()));
    await expectRead(page, 'ml-csv');
    await expectTitles(page);
  });

  await test.step('a train and test pair', async () => {
    await chooseZip(page, 'u1.zip', written.trainTest());
    await expectRead(page, 'train-test');
    await expectTitles(page);
  });

  await test.step('the NCF authors’ three files', async () => {
    await choose(page, written.ncf());
    await expectRead(page, 'ncf');
  });

  await test.step('the SASRec authors’ pairs', async () => {
    await choose(page, written.sasrec());
    await expectRead(page, 'sasrec');
    await expect(page.getByTestId('no-ratings')).toBeVisible();
    await expect(page.locator('[data-note="order-as-time"]')).toBeVisible();
  });

  await test.step('a table that is pasted anywhere', async () => {
    await pasteAnywhere(page, written.plainCsv());
    const dialog = page.getByTestId('mapping');
    await expect(dialog.getByTestId('map-user').getByRole('combobox')).toHaveValue('0');
    await expect(dialog.getByTestId('mapping-import')).toBeFocused();
    await page.keyboard.press('Enter');
    await expectRead(page, 'mapped');
  });
});

test('a mapping is guessed, shown, changed and refused with a reason, by keyboard', async ({ page }) => {
  await open(page);
  await page.getByTestId('paste-open').click();
  await page.getByTestId('paste-text').fill(written.anyTable());
  await page.getByTestId('paste-read').click();

  const dialog = page.getByTestId('mapping');
  const preview = page.getByTestId('mapping-preview');
  const role = (name: string) => dialog.getByTestId(`map-${name}`).getByRole('combobox');
  const reason = page.getByTestId('mapping-reason');
  const submit = page.getByTestId('mapping-import');
  await expect(preview.getByRole('row')).toHaveCount(51);
  await expect(preview.getByRole('columnheader', { name: /wer/ })).toBeVisible();

  await test.step('what is missing or contradicts disables Import and says why', async () => {
    await role('user').selectOption('');
    await expect(reason).toContainText('who the user is');
    await expect(submit).toBeDisabled();
    await role('user').selectOption({ label: 'wer' });
    await role('item').selectOption({ label: 'wer' });
    await expect(reason).toContainText('User and Item are the same column');
    await expect(submit).toBeDisabled();
  });

  await test.step('a column says what it is in its own header', async () => {
    await preview.getByRole('combobox', { name: 'was is' }).selectOption({ label: 'Item' });
    await expect(role('item')).toHaveValue('2');
    await expect(submit).toBeEnabled();
    await preview.getByRole('combobox', { name: 'kanal is' }).selectOption({ label: 'Rating' });
    await expect(preview.locator('td[data-problem]').first()).toHaveText('web');
    await expect(reason).toContainText('cannot be read');
    await preview.getByRole('combobox', { name: 'sterne is' }).selectOption({ label: 'Rating' });
    await preview.getByRole('combobox', { name: 'wann is' }).selectOption({ label: 'Time' });
    await expect(preview.locator('td[data-problem]')).toHaveCount(0);
  });

  await test.step('delimiter, header and encoding redraw the preview', async () => {
    await dialog.getByRole('combobox', { name: 'Delimiter' }).selectOption({ label: 'Tab' });
    await expect(preview.getByRole('columnheader')).toHaveCount(2);
    await dialog.getByRole('combobox', { name: 'Delimiter' }).selectOption({ label: 'Semicolon ;' });
    await expect(preview.getByRole('columnheader')).toHaveCount(6);
    await dialog.getByRole('switch').uncheck({ force: true });
    await expect(preview.locator('tbody tr').first()).toContainText('sterne');
    await dialog.getByRole('switch').check({ force: true });
    await expect(preview.locator('tbody tr').first()).toContainText('gast 1');
    await dialog.getByRole('combobox', { name: 'Encoding' }).selectOption({ label: 'Western (ISO-8859-1)' });
    await expect(preview).toContainText('CafÃ©');
    await dialog.getByRole('combobox', { name: 'Encoding' }).selectOption({ label: 'UTF-8' });
    await expect(preview).toContainText('Café');
  });

  await test.step('Escape drops it, nothing else', async () => {
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByTestId('dataset-chip')).toContainText('No data yet');
  });

  await test.step('from paste to import by keyboard alone', async () => {
    await page.getByTestId('paste-open').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('paste-text')).toBeFocused();
    await page.keyboard.insertText(written.anyTable());
    await page.getByTestId('paste-read').press('Enter');
    await expect(dialog).toBeVisible();
    const choices = { user: 'wer', item: 'was', rating: 'sterne', timestamp: 'wann' };
    const columns = await role('user').locator('option').allTextContents();
    for (const [name, column] of Object.entries(choices)) {
      await role(name).focus();
      await page.keyboard.press('Home');
      for (let steps = columns.indexOf(column); steps > 0; steps--) await page.keyboard.press('ArrowDown');
      await expect(role(name).locator('option:checked')).toHaveText(column);
    }
    await submit.focus();
    await page.keyboard.press('Enter');
    await expectRead(page, 'mapped');
    await expect(page.getByTestId('most-rated')).toContainText('Quoted "Thing"');
    await expect(page.locator('[data-note="times-as-dates"]')).toBeVisible();
    await expect(page.locator('[data-note="ids-as-text"]')).toBeVisible();
  });

  await test.step('Change reads the data in use in another way', async () => {
    await page.getByTestId('change-mapping').click();
    await expect(role('item')).toHaveValue('2');
    await expect(role('rating')).toHaveValue('3');
    await role('rating').selectOption('');
    await submit.click();
    await expect(page.getByTestId('no-ratings')).toBeVisible();
    await expect(page.getByTestId('dataset-chip')).toContainText(`${NUM_USERS} × ${NUM_FILMS}`);
  });
});

test('what cannot be read says what, where and what to do, and the data in use stay', async ({ page }) => {
  test.setTimeout(120_000);
  await open(page);
  await choose(page, written.ml1m());
  await expectRead(page, 'ml-1m');
  const chip = await page.getByTestId('dataset-chip').textContent();

  const zip = await zipOf(written.ml100k());
  const refused: { what: string; files: Files; says: (string | RegExp)[] }[] = [
    {
      what: 'not a zip',
      files: { 'ml-100k.zip': '<!doctype html><title>404</title>' },
      says: ['ml-100k.zip: This is not a zip file', '<!doctype html>', 'starts with PK'],
    },
    {
      what: 'a truncated zip',
      files: { 'cut.zip': zip.slice(0, Math.floor(zip.length * 0.6)) },
      says: ['cut.zip: The zip is damaged', 'download it again'],
    },
    {
      what: 'a zip without ratings',
      files: {
        'photos.zip': await zipOf({
          'a/photo.png': Uint8Array.of(0x89, 0x50, 0, 1, 2),
          'b/film.bin': new Uint8Array(9),
        }),
      },
      says: ['No ratings found in this zip', 'a/photo.png and b/film.bin'],
    },
    {
      what: 'a zip of many files, none of them ratings',
      files: {
        'album.zip': await zipOf(
          Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`p${i}.png`, Uint8Array.of(0x89, 0x50, 0, i)])),
        ),
      },
      says: ['In the zip', 'p0.png, p1.png', 'and 5 more'],
    },
    {
      what: 'files without ratings',
      files: { 'a.png': Uint8Array.of(0x89, 0x50, 0, 1), 'b.png': Uint8Array.of(0x89, 0x50, 0, 2) },
      says: ['No ratings found among these files', 'Among the files', 'a.png and b.png'],
    },
    {
      what: 'a zip of zips',
      files: { 'outer.zip': await zipOf({ 'inner/ml-100k.zip': zip }) },
      says: ['This zip holds other zips', 'inner/ml-100k.zip', 'Unpack it once'],
    },
    { what: 'an empty file', files: { 'empty.csv': '' }, says: ['empty.csv: The file is empty'] },
    {
      what: 'a binary file',
      files: { 'table.xls': Uint8Array.from({ length: 600 }, (_, i) => (i * 37) % 256) },
      says: ['table.xls: This is not a text file', '00 25 4A 6F', 'as CSV'],
    },
    {
      what: 'one column',
      files: { 'names.txt': 'anna\nberta\nclara\ndora\n' },
      says: ['names.txt: Only one column was found', 'anna', 'two columns or more'],
    },
    {
      what: 'a header only',
      files: { 'ratings.csv': 'userId,movieId,rating,timestamp\n' },
      says: ['There is no row to read'],
    },
  ];
  const error = page.getByTestId('import-error');
  for (const { what, files, says } of refused) {
    await test.step(what, async () => {
      await choose(page, files);
      for (const words of says) await expect(error).toContainText(words);
      await expect(error).toContainText('stays in use, untouched');
      expect(await page.getByTestId('dataset-chip').textContent()).toBe(chip);
      await page.getByTestId('import-error-dismiss').click();
      await expect(error).toHaveCount(0);
    });
  }

  await test.step('an empty folder', async () => {
    const folder = test.info().outputPath('nothing here');
    await mkdir(folder, { recursive: true });
    await dropFolder(page, folder);
    await expect(error).toContainText('nothing here');
    expect(await page.getByTestId('dataset-chip').textContent()).toBe(chip);
  });

  await test.step('the data in use can still be prepared again', async () => {
    await expect(page.locator('[data-layout="ml-1m"]')).toBeVisible();
    await expect(page.getByTestId('train-first')).toBeEnabled();
  });
});

test('rows that cannot be read are grouped, counted, downloaded, and left out only when asked', async ({ page }) => {
  await open(page);
  await choose(page, written.ml1m());
  await expectRead(page, 'ml-1m');
  const chip = await page.getByTestId('dataset-chip').textContent();

  const bad = [
    ...Array.from({ length: 23 }, (_, i) => `1,${i + 1},"4,5",1000000000`),
    '1,2,NaN,1000000000',
    '1,2,Infinity,1000000000',
    '1,2,-3,1000000000',
    '1,2,3,-5',
    '1,2,3,',
    '1,2,,1000000000',
    ',2,3,1000000000',
    '1,2',
  ];
  const files = written.mlCsv();
  files['ml-latest-small/ratings.csv'] += bad.map((row) => `${row}\n`).join('');
  const firstBad = ROWS.length + 2;

  await chooseZip(page, 'export.zip', files);
  const screen = page.getByTestId('import-problems');
  await expect(screen).toContainText(`${bad.length} of ${ROWS.length + bad.length} rows cannot be read`);
  await expect(screen).toContainText('stays in use, untouched, until you decide');
  expect(await page.getByTestId('dataset-chip').textContent()).toBe(chip);

  await test.step('by kind and column, with file and line, found and expected', async () => {
    const words = groups(page).filter({ hasText: 'rating is not a number' });
    await expect(words).toContainText('23');
    await expect(words).toContainText('and 3 more');
    await expect(words.getByTestId('problem-row')).toHaveCount(20);
    await expect(words.getByTestId('problem-row').first()).toContainText(`ratings.csv:${firstBad}`);
    await expect(words.getByTestId('problem-row').first()).toContainText('4,5');
    await expect(words.getByTestId('problem-row').first()).toContainText('a number, such as 4.5');
    await expect(screen).toContainText('decimal comma');

    const infinite = groups(page).filter({ hasText: 'rating is not a finite number' });
    await expect(infinite.getByTestId('problem-row')).toHaveCount(2);
    await expect(infinite).toContainText('NaN');
    await expect(infinite).toContainText('Infinity');
    await expect(groups(page).filter({ hasText: 'rating is negative' })).toContainText('-3');
    const before = groups(page).filter({ hasText: 'timestamp is negative' });
    await expect(before).toContainText('-5');
    await expect(before).toContainText('0 or more');
    await expect(groups(page).filter({ hasText: 'timestamp is missing' })).toContainText('(empty)');
    await expect(groups(page).filter({ hasText: 'rating is missing' })).toContainText('(empty)');
    await expect(groups(page).filter({ hasText: 'user is missing' })).toContainText('an id');
    await expect(groups(page).filter({ hasText: 'wrong number of fields' })).toContainText('2 fields');
  });

  await test.step('in file order', async () => {
    await screen.getByRole('radio', { name: 'In file order' }).check({ force: true });
    await expect(page.getByTestId('problem-row').first()).toContainText(`ratings.csv:${firstBad}`);
    await expect(page.getByTestId('problem-row').last()).toContainText(`ratings.csv:${firstBad + bad.length - 1}`);
  });

  await test.step('all of them as CSV', async () => {
    const downloading = page.waitForEvent('download');
    await page.getByTestId('problems-download').click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('export-problems.csv');
    const csv = await readFile(await download.path(), 'utf8');
    expect(csv.trim().split(/\r?\n/)).toHaveLength(bad.length + 1);
    expect(csv).toContain(`,${firstBad + 22},`);
  });

  await test.step('Cancel leaves everything as it was', async () => {
    await page.getByTestId('problems-cancel').click();
    await expect(screen).toHaveCount(0);
    await expect(page.locator('[data-layout="ml-1m"]')).toBeVisible();
    expect(await page.getByTestId('dataset-chip').textContent()).toBe(chip);
  });

  await test.step('Keep uses the good rows, and Check says how many were left out', async () => {
    await chooseZip(page, 'export.zip', files);
    await page.getByTestId('problems-keep').click();
    await expectRead(page, 'ml-csv');
    await expect(page.getByTestId('rows-left-out')).toContainText(`${bad.length} of`);
    await expectTitles(page);
  });
});

test('odd but readable: milliseconds, times before 1970, text and long ids, byte order mark, CR LF', async ({
  page,
}) => {
  await open(page);
  /** Imports as the guess has it; what is asked is answered with Import. */
  const importTable = async (text: string | Uint8Array) => {
    await choose(page, { 'table.csv': text });
    const submit = page.getByTestId('mapping-import');
    const read = page.locator('[data-layout="mapped"]');
    await expect(submit.or(read).first()).toBeVisible();
    if (await submit.isVisible()) await submit.click();
    await expect(submit).toHaveCount(0);
    await expectRead(page, 'mapped');
  };
  const timeRange = page.getByTestId('check').getByText(/ to /);

  await importTable(written.plainCsv([], ({ user, film, rating, time }) => `${user},${film},${rating},${time}000`));
  await expect(page.locator('[data-note="times-in-milliseconds"]')).toBeVisible();
  await expect(timeRange).toContainText('2001');

  // as MovieLens names its files, too
  const inMilliseconds = written.mlCsv(written.ROWS.map((row) => ({ ...row, time: row.time * 1000 })));
  await choose(page, { 'ratings.csv': `\uFEFF${inMilliseconds['ml-latest-small/ratings.csv']}` });
  await expectRead(page, 'ml-csv');
  await expect(page.locator('[data-note="times-in-milliseconds"]')).toBeVisible();
  await expect(page.locator('[data-note="byte-order-mark"]')).toBeVisible();
  await expect(timeRange).toContainText('2001');

  await importTable(
    written.plainCsv([], ({ user, film, rating, time }) => {
      const date = new Date((time - 1_000_000_000 - 20 * 365 * 86_400) * 1000);
      return `${user},${film},${rating},${date.toISOString()}`;
    }),
  );
  await expect(page.locator('[data-note="times-before-1970"]')).toBeVisible();
  await expect(timeRange).toContainText('1950');

  await importTable(written.plainCsv([], ({ user, film, rating }) => `anna-${user},Film ${film},${rating},1000000000`));
  await expect(page.locator('[data-note="ids-as-text"]')).toBeVisible();
  await expect(page.getByTestId('most-rated')).toContainText('Film 1');

  await importTable(
    written.plainCsv(
      [],
      ({ user, film, rating, time }) => `${9_876_543_210 + user},${4_000_000_000 + film},${rating},${time}`,
    ),
  );
  await expect(page.getByTestId('most-rated')).toContainText('4000000001');

  await importTable(`\uFEFF${written.plainCsv().replaceAll('\n', '\r\n')}`);
  await expect(page.locator('[data-note="byte-order-mark"]')).toBeVisible();
  await expect(page.getByTestId('check')).toContainText('Time range');
  await expect(timeRange).toContainText('2001');
});

test('Cancel answers within a second, from the keyboard, and changes nothing', async ({ page }, testInfo) => {
  await open(page);
  await choose(page, written.ml1m());
  await expectRead(page, 'ml-1m');
  const chip = await page.getByTestId('dataset-chip').textContent();

  const block = Array.from(
    { length: 100_000 },
    (_, row) => `${row % 5000}::${(row * 7919) % 3000}::${1 + (row % 5)}::${1e9 + row}\n`,
  ).join('');
  // from the disk: handing over that much text would take longer than reading it
  const file = testInfo.outputPath('ratings.dat');
  await writeFile(file, block.repeat(40));
  await openWays(page);
  // The page itself watches and times: asking it again and again from outside takes longer than reading.
  await page.evaluate(() => {
    const times = { pressedAt: 0, answeredAt: 0 };
    Object.assign(window, { times });
    addEventListener('keydown', (event) => (times.pressedAt = event.timeStamp), { once: true });
    new MutationObserver((_, observer) => {
      const card = document.querySelector('[data-testid="import-progress"]');
      if (times.pressedAt === 0) {
        const cancel = document.querySelector<HTMLElement>('[data-testid="import-cancel"]');
        if (card?.textContent?.includes('rows')) cancel?.focus();
      } else if (!card) {
        observer.disconnect();
        times.answeredAt = performance.now();
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  await page.getByTestId('file-input').last().setInputFiles(file);
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'import-cancel');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('import-cancelled')).toContainText('Reading ratings.dat was cancelled');
  const times = await page.evaluate(() => (window as unknown as { times: Record<string, number> }).times);
  expect(times.answeredAt - times.pressedAt).toBeGreaterThan(0);
  expect(times.answeredAt - times.pressedAt).toBeLessThan(1000);
  await expect(page.locator('[data-layout="ml-1m"]')).toBeVisible();
  expect(await page.getByTestId('dataset-chip').textContent()).toBe(chip);
  // whatever the worker was in the middle of, it took none of it
  await choose(page, written.sasrec());
  await expect(page.locator('[data-layout="sasrec"]')).toBeVisible({ timeout: 60_000 });
});
