/**
 * The built page in a real, full Chromium with WebGPU. `npm test` and `npm run e2e` build it first.
 * One worker: training on a software adapter takes every core there is.
 */
import { createServer } from 'node:net';
import { defineConfig } from '@playwright/test';
import { chromiumArgs, findInstalledBrowser } from './scripts/findBrowser.mjs';

/** A port that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

const browser = findInstalledBrowser();
if (browser === null) throw new Error('No Chromium found: `npm test` gets one, or set CHROMIUM_PATH.');

// workers read this file again, and must come to the same port
process.env.E2E_PORT ??= String(await freePort());
const baseURL = `http://localhost:${process.env.E2E_PORT}/`;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // on software, with one machine for all, time runs out now and then: what passed only then is named at the end
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL,
    // a click that waits longer than this waits for nothing
    actionTimeout: 20_000,
    viewport: { width: 1280, height: 720 },
    locale: 'en-GB',
    // without a film: on software, making it takes the machine from what is tested
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: browser.path, args: chromiumArgs() },
  },
  projects: [{ name: 'chromium' }],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host localhost --port ${process.env.E2E_PORT} --strictPort`,
    url: baseURL,
    reuseExistingServer: false,
    timeout: 30_000,
  },
});
