/**
 * npm test: installs what is missing, finds or gets a Chromium, and runs every check there is. A failing stage does
 * not keep the next ones from running. The last line is always "N passed, N failed, N skipped".
 *
 * usage: npm test [-- --only unit,gpu,e2e]
 * MOVIELENS_DIR  folder with ml-100k.zip and ml-1m.zip; without it the tests on real data are skipped
 * TEST_LEVEL     "full" also runs the long tests
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { countPlaywright, countVitest } from './countTests.mjs';
import { ensureBrowser } from './findBrowser.mjs';
import { ensureInstalled, root } from './install.mjs';

/**
 * @typedef {import('./countTests.mjs').Counts} Counts
 * @typedef {{ name: string, title: string, needs: string[], run: () => Promise<Counts> }} Stage
 */

const minute = 60_000;
const isFull = process.env.TEST_LEVEL === 'full';
const reports = mkdtempSync(path.join(os.tmpdir(), 'playground-test-'));
/** @type {NodeJS.ProcessEnv} what all stages get */
const env = { ...process.env };

/** @type {(ok: boolean) => Counts} a stage that is one test */
const single = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [], wavering: [], failures: [] });

/**
 * Runs a program of node_modules or scripts with Node, its output passed through.
 * @param {string[]} args path below the root, then arguments
 * @param {number} limitMs
 * @returns {Promise<boolean>} whether it ended well
 */
function runNode([script, ...args], limitMs) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, script), ...args], { cwd: root, stdio: 'inherit', env });
    const timer = setTimeout(() => {
      console.error(`Stopped: it took more than ${limitMs / minute} minutes.`);
      child.kill();
    }, limitMs);
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}

/**
 * Runs tests that write a JSON report, and counts them. A run that failed as a whole without a failed test, left no
 * report or had no tests is one failure.
 * @param {string[]} command
 * @param {string} reportFile
 * @param {(report: any) => Counts} count
 * @returns {Promise<Counts>}
 */
async function runCounted(command, reportFile, count) {
  const ok = await runNode(command, (isFull ? 65 : 15) * minute);
  /** @type {Counts} */
  let counts = { passed: 0, failed: 0, skipped: [], wavering: [], failures: [] };
  if (existsSync(reportFile)) counts = count(JSON.parse(readFileSync(reportFile, 'utf8')));
  const isEmpty = counts.passed + counts.failed + counts.skipped.length === 0;
  if (isEmpty && ok) console.error('No test ran.');
  if (counts.failed === 0 && (!ok || isEmpty)) counts.failed = 1;
  return counts;
}

/** @param {string} project */
function runVitest(project) {
  const report = path.join(reports, `${project}.json`);
  // test by test on the slow device, so that one can see what takes long
  const reporters = [
    `--reporter=${project === 'gpu' ? 'verbose' : 'default'}`,
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  return runCounted(['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters], report, countVitest);
}

function runPlaywright() {
  const report = path.join(reports, 'e2e.json');
  env.PLAYWRIGHT_JSON_OUTPUT_FILE = report;
  return runCounted(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], report, countPlaywright);
}

/** @type {Stage[]} */
const stages = [
  {
    name: 'types',
    title: 'Types',
    needs: [],
    run: async () => single(await runNode(['node_modules/typescript/bin/tsc', '--noEmit'], 5 * minute)),
  },
  {
    name: 'lint',
    title: 'Lint',
    needs: [],
    run: async () => {
      const biome = ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'];
      const style = await runNode(biome, 5 * minute);
      const imports = await runNode(['scripts/checkImports.mjs'], 5 * minute);
      return single(style && imports);
    },
  },
  { name: 'unit', title: 'Unit tests', needs: [], run: () => runVitest('unit') },
  {
    name: 'build',
    title: 'Build',
    needs: [],
    run: async () =>
      single(await runNode(['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], 5 * minute)),
  },
  {
    name: 'size',
    title: 'Size of the first screen',
    needs: ['build'],
    run: async () => single(await runNode(['scripts/checkSize.mjs'], 5 * minute)),
  },
  { name: 'gpu', title: 'GPU tests in Chromium', needs: ['browser'], run: () => runVitest('gpu') },
  { name: 'e2e', title: 'The page in Chromium', needs: ['browser', 'build'], run: runPlaywright },
];

/** @returns {Set<string>} names of the stages to run */
function chooseStages() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const names = stages.map((stage) => stage.name);
  if (values.only === undefined) return new Set(names);
  const chosen = new Set(values.only.split(','));
  for (const name of chosen) {
    if (!names.includes(name)) throw new Error(`--only ${name}: there is ${names.join(', ')}.`);
  }
  if (chosen.has('e2e') || chosen.has('size')) chosen.add('build');
  return chosen;
}

/** Checks the folder with real data, and makes its path absolute. */
function resolveMovieLens() {
  if (!env.MOVIELENS_DIR) return;
  env.MOVIELENS_DIR = path.resolve(root, env.MOVIELENS_DIR);
  if (!existsSync(env.MOVIELENS_DIR)) throw new Error(`MOVIELENS_DIR: there is no folder ${env.MOVIELENS_DIR}.`);
}

/** @param {number} since */
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** @returns {Promise<Counts>} */
async function runAll() {
  const begin = Date.now();
  const chosen = chooseStages();
  resolveMovieLens();
  await ensureInstalled();
  /** @type {Counts} */
  const total = { passed: 0, failed: 0, skipped: [], wavering: [], failures: [] };
  /** @type {Set<string>} */
  const failedNeeds = new Set();
  if (chosen.has('gpu') || chosen.has('e2e')) {
    try {
      env.CHROMIUM_PATH = await ensureBrowser();
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      failedNeeds.add('browser');
    }
  }
  const summary = [];
  for (const { name, title, needs, run } of stages) {
    if (!chosen.has(name)) continue;
    console.log(`\n=== ${title} ===`);
    const stageBegin = Date.now();
    const lacking = needs.filter((need) => failedNeeds.has(need));
    if (lacking.length > 0) console.error(`Not run, because this failed or is missing: ${lacking.join(', ')}`);
    const counts = lacking.length > 0 ? single(false) : await run();
    if (counts.failed > 0) failedNeeds.add(name);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped.push(...counts.skipped);
    total.wavering.push(...counts.wavering);
    total.failures.push(...counts.failures);
    summary.push(
      `${counts.failed > 0 ? 'FAILED' : 'passed'}  ${title.padEnd(26)} ${seconds(stageBegin).padStart(8)}  ` +
        `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped`,
    );
  }
  console.log(`\n=== Summary, ${seconds(begin)} ===\n${summary.join('\n')}`);
  if (total.wavering.length > 0) {
    console.log('\nPassed only when tried again:');
    for (const name of total.wavering) console.log(`  ${name}`);
  }
  if (total.skipped.length > 0) {
    console.log('\nSkipped:');
    for (const { name, reason } of total.skipped) console.log(`  ${name}${reason ? `: ${reason}` : ''}`);
    if (!env.MOVIELENS_DIR) {
      console.log('Tests on real data need MovieLens: MOVIELENS_DIR=<folder with ml-100k.zip and ml-1m.zip> npm test');
    }
    if (!isFull) console.log('Long tests need TEST_LEVEL=full npm test');
  }
  // last, where a log that was cut still has it
  if (total.failures.length > 0) {
    console.log('\nFailed:');
    for (const name of total.failures) console.log(`  ${name}`);
  }
  return total;
}

let total = single(false);
try {
  total = await runAll();
} catch (error) {
  console.error(`\nnpm test failed: ${error instanceof Error ? error.message : error}`);
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
