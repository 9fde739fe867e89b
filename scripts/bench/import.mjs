/**
 * Measures how a million rows are imported in a real browser: rows a second, peak memory of the page's process, how soon
 * Cancel answers, and for how long the page itself could not. Prints the table of docs/BENCHMARKS.md.
 *
 * usage: npm run bench:import [-- <number of rows>]
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { chromiumArgs, findInstalledBrowser } from '../findBrowser.mjs';
import { FILES, writeRows } from './import/files.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const numRows = Number(process.argv[2] ?? 1_000_000);
const repetitions = 3;

const browserFound = findInstalledBrowser();
if (browserFound === null) throw new Error('No Chromium found: `npm test` gets one, or set CHROMIUM_PATH.');
const folder = mkdtempSync(path.join(os.tmpdir(), 'import-bench-'));

/**
 * The largest and the present size of a process in memory, in megabytes; null where /proc is not there to ask.
 * @param {number} pid
 */
function memoryOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = (/** @type {string} */ key) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1]);
    return { peak: kilobytes('VmHWM') / 1024, now: kilobytes('VmRSS') / 1024 };
  } catch {
    return null;
  }
}

/** What others do on the machine only adds to a time. @param {number[]} values */
const fastest = (values) => Math.min(...values);
/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
/** @param {number[]} values */
const medianAndWorst = (values) => `${thousands(median(values))} / ${thousands(Math.max(...values))}`;
const thousands = (/** @type {number} */ value) => Math.round(value).toLocaleString('en');

try {
  const config = {
    root: path.join(root, 'scripts/bench/import'),
    configFile: /** @type {const} */ (false),
    logLevel: /** @type {const} */ ('warn'),
    resolve: { alias: { '@': path.join(root, 'src') } },
    worker: { format: /** @type {const} */ ('es') },
    build: { outDir: path.join(folder, 'dist'), target: 'es2022', emptyOutDir: true },
  };
  await build(config);
  const server = await preview({ ...config, preview: { host: 'localhost', port: 0 } });
  const address = server.httpServer.address();
  const url = `http://localhost:${typeof address === 'object' ? address?.port : ''}/`;

  const lines = [];
  for (const file of FILES) {
    const filePath = path.join(folder, file.name);
    await writeRows(filePath, file, numRows);
    const megabytes = statSync(filePath).size / 2 ** 20;

    /** @type {import('./import/page.ts').Measured[]} */
    const measures = [];
    const memory = [];
    /** @type {{ reading: number[], preparing: number[] }} */
    const cancelled = { reading: [], preparing: [] };
    for (let i = 0; i < repetitions; i++) {
      // A browser each time: the largest size of a process is that of this one import.
      const browser = await chromium.launch({ executablePath: browserFound.path, args: chromiumArgs() });
      try {
        const page = await browser.newPage();
        await page.goto(url);
        await page.locator('input').setInputFiles(filePath);
        const session = await browser.newBrowserCDPSession();
        const { processInfo } = await session.send('SystemInfo.getProcessInfo');
        const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
        const before = renderers.map(memoryOf);
        const measured = await page.evaluate(() => /** @type {any} */ (globalThis).benchmark.measure());
        measures.push(measured);
        const after = renderers.map(memoryOf);
        const grown = after.map((now, k) => (now?.peak ?? Number.NaN) - (before[k]?.now ?? Number.NaN));
        const most = grown.indexOf(Math.max(...grown));
        memory.push({ peak: after[most]?.peak ?? Number.NaN, grown: grown[most] });
        for (const stage of /** @type {const} */ (['reading', 'preparing'])) {
          // at another place each time: what is in the middle of something answers later than what has just begun
          const took = stage === 'reading' ? measured.readMs : measured.totalMs - measured.readMs;
          const afterMs = (took * i) / repetitions;
          const ms = await page.evaluate(
            ([of, after]) => /** @type {any} */ (globalThis).benchmark.cancel(of, after),
            /** @type {const} */ ([stage, afterMs]),
          );
          if (ms !== null) cancelled[stage].push(ms);
        }
      } finally {
        await browser.close();
      }
    }
    const read = fastest(measures.map(({ readMs }) => readMs));
    const cells = [
      `\`${file.name}\`, ${megabytes.toFixed(0)} MB`,
      thousands(read),
      thousands((1000 * measures[0].rows) / read),
      thousands(fastest(measures.map(({ totalMs }) => totalMs))),
      `${thousands(median(memory.map(({ peak }) => peak)))} (+${thousands(median(memory.map(({ grown }) => grown)))})`,
      medianAndWorst(cancelled.reading),
      medianAndWorst(cancelled.preparing),
      medianAndWorst(measures.map(({ longestGapMs }) => longestGapMs)),
    ];
    lines.push(`| ${cells.join(' | ')} |`);
    rmSync(filePath);
  }
  await server.close();

  console.log(
    `${thousands(numRows)} rows; of ${repetitions} imports the fastest, median memory; cancel and page: median and worst\n`,
  );
  console.log(
    '| file | read ms | rows/s | with preparing ms | peak MB (of it the import) | cancel while reading ms | cancel while preparing ms | page busy at most ms |',
  );
  console.log(`| --- |${' ---: |'.repeat(7)}`);
  for (const line of lines) console.log(line);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
