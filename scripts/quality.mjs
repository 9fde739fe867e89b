/**
 * `npm run quality`: measures the baselines under protocols with published figures, and prints both side by side
 * (docs/QUALITY.md). The measuring is the page's own code: bundled for Node, then run.
 *
 * usage: MOVIELENS_DIR=<folder> npm run quality -- [--quick] [--only TEXT,TEXT] [--json FILE] [--cache FILE] [--fresh]
 *
 *   --quick       the CPU baselines on MovieLens 100K, one split seed: under half a minute
 *   --only TEXT   experiments whose name contains one of the texts, those that take long too; --list names them all
 *   --json FILE   writes rows of {protocol, model, metric, published, source, ours, sd, seeds}, and heldAgainst: the same as
 *                 published, or what a program gives that nobody published
 *   --cache FILE  where finished measurements are kept, so that a run that was stopped goes on
 *                 (node_modules/.cache/quality/measured.json); --fresh measures again what it holds. A change of the
 *                 code or of the files measures again by itself
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const outDir = path.join(root, 'node_modules/.cache/quality');

const built = await build({
  root,
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@': path.join(root, 'src') } },
  build: {
    ssr: path.join(root, 'scripts/quality/main.ts'),
    outDir,
    // the measurements kept there stay
    emptyOutDir: false,
    target: 'node20',
    rollupOptions: { output: { entryFileNames: 'main.mjs' } },
  },
});
const outputs = /** @type {{ output: { code?: string }[] }[]} */ (/** @type {unknown} */ ([built].flat()));
/** Of all that was bundled: kept numbers are only as good as the code that they come from. */
const codeHash = createHash('sha256')
  .update(outputs.flatMap(({ output }) => output.map(({ code }) => code ?? '')).join('\n'))
  .digest('hex');
const { main } = await import(pathToFileURL(path.join(outDir, 'main.mjs')).href);
process.exitCode = await main(process.argv.slice(2), {
  folder: process.env.MOVIELENS_DIR ? path.resolve(root, process.env.MOVIELENS_DIR) : null,
  cacheFile: path.join(outDir, 'measured.json'),
  codeHash,
});
