/**
 * Two projects: `unit` runs in Node, `gpu` runs `*.gpu.test.ts` in a real Chromium with WebGPU.
 * Both get MOVIELENS_DIR (a folder with the MovieLens zips, or nothing) and TEST_LEVEL ('default' or 'full'):
 * in Node from `process.env`, in the browser from `import.meta.env`.
 */
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, findInstalledBrowser } from './scripts/findBrowser.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const alias = { '@': `${root}src` };
const env = {
  MOVIELENS_DIR: process.env.MOVIELENS_DIR ?? '',
  TEST_LEVEL: process.env.TEST_LEVEL ?? 'default',
};

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.gpu.test.ts'],
          env,
          // property tests on a machine that does something else, too
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        // known beforehand, or the first run on a fresh clone reloads the page in the middle of a test
        optimizeDeps: {
          include: [
            '@tensorflow/tfjs',
            '@tensorflow/tfjs-backend-webgpu',
            '@zip.js/zip.js/lib/zip-core-native.js',
            'comlink',
            'fast-check',
            'idb',
            'pure-rand/generator/xoroshiro128plus',
          ],
        },
        // lets a test fetch `/@fs${MOVIELENS_DIR}/ml-100k.zip`
        server: { fs: { allow: [root, ...(env.MOVIELENS_DIR ? [env.MOVIELENS_DIR] : [])] } },
        test: {
          name: 'gpu',
          include: ['src/**/*.gpu.test.ts'],
          env,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // one page at a time: a software adapter takes every core there is
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: findInstalledBrowser()?.path,
                args: chromiumArgs(),
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
