/**
 * `npm run bench`: times training steps beside stock tfjs, jax-js and PyTorch, and prints tables.
 * All figures of a table are taken in turns in one run; ratios are medians of neighbours in time.
 *
 * usage: npm run bench -- [--quick] [--only TEXT,TEXT] [--models TEXT,TEXT] [--adapter lavapipe|gpu] [--json FILE]
 *
 *   --quick     JavaScript a step, steps beside the peers, dense rate: at most ten minutes
 *   --only      some of: js, steps, profile, dense, roofline, evaluation, rows, growth
 *   --models    of steps and profile: some of neumf, lightgcn, sasrec
 *   --adapter   gpu: the first adapter that Dawn finds; lavapipe (default where there is no GPU): Mesa on the CPU, set
 *               up by scripts/bench/setupLavapipe.sh
 *   --json      writes one flat object
 */
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const outDir = path.join(root, 'node_modules/.cache/bench');

await ensureInstalled();
await build({
  root,
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@': path.join(root, 'src') } },
  build: {
    ssr: true,
    outDir,
    target: 'node20',
    rollupOptions: {
      input: {
        main: path.join(root, 'scripts/bench/main.ts'),
        enginePeer: path.join(root, 'scripts/bench/peers/enginePeer.ts'),
        measurePeer: path.join(root, 'scripts/bench/peers/measurePeer.ts'),
        jaxPeer: path.join(root, 'scripts/bench/peers/jaxPeer.ts'),
      },
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
});
const { main } = await import(pathToFileURL(path.join(outDir, 'main.mjs')).href);
process.exitCode = await main(process.argv.slice(2), { root, outDir });
// Dawn's threads keep a process alive.
process.exit();
