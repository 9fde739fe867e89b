/**
 * Checks how much script the first screen loads: all scripts that the built index.html names, and what they import
 * statically, gzipped. Training, charts and pickers load lazily and do not count.
 *
 * usage, after a build: node scripts/checkSize.mjs
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

export const limitBytes = 150 * 1024;

/**
 * The script files of the first screen.
 * @param {Record<string, { file: string, imports?: string[] }>} manifest Vite's, by source
 * @param {string} html the built index.html
 * @returns {string[]} files below dist, each once
 */
export function firstScreenScripts(manifest, html) {
  const byFile = new Map(Object.values(manifest).map((chunk) => [chunk.file, chunk]));
  const named = [...html.matchAll(/<(?:script[^>]*\ssrc|link[^>]*\srel="modulepreload"[^>]*\shref)="([^"]+)"/g)].map(
    (match) => match[1].replace(/^\.?\//, ''),
  );
  const queue = [...new Set(named)];
  for (const file of queue) {
    for (const key of byFile.get(file)?.imports ?? []) {
      const imported = manifest[key].file;
      if (!queue.includes(imported)) queue.push(imported);
    }
  }
  return queue;
}

/**
 * @param {string} dist folder of the built page
 * @returns {{ file: string, gzipBytes: number }[]}
 */
export function measureFirstScreen(dist) {
  const manifest = JSON.parse(readFileSync(path.join(dist, '.vite', 'manifest.json'), 'utf8'));
  const html = readFileSync(path.join(dist, 'index.html'), 'utf8');
  return firstScreenScripts(manifest, html).map((file) => ({
    file,
    gzipBytes: gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length,
  }));
}

/** @param {number} bytes */
const inKilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = fileURLToPath(new URL('../dist', import.meta.url));
  if (!existsSync(path.join(dist, 'index.html'))) {
    console.error('No built page to measure: run `npm run build` first.');
    process.exit(1);
  }
  const scripts = measureFirstScreen(dist);
  for (const { file, gzipBytes } of scripts) console.log(`${inKilobytes(gzipBytes).padStart(10)}  ${file}`);
  const total = scripts.reduce((sum, script) => sum + script.gzipBytes, 0);
  console.log(
    `${inKilobytes(total).padStart(10)}  of script, gzipped, for the first screen (at most ${inKilobytes(limitBytes)})`,
  );
  const hasModule = scripts.some((script) => script.file.startsWith('assets/'));
  if (!hasModule) console.error('The built page names no script of ours.');
  process.exitCode = total <= limitBytes && hasModule ? 0 : 1;
}
