/**
 * npm start: installs what is missing, builds the page, serves it on localhost and opens it.
 *
 * usage: npm start [-- --port 4173]
 * BROWSER=none (or CI) leaves the browser closed.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ensureInstalled, root } from './install.mjs';

/**
 * Opens an address in the person's browser; quietly does nothing where there is no desktop.
 * @param {string} url
 */
function openBrowser(url) {
  const noDesktop = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (process.env.BROWSER === 'none' || process.env.CI || noDesktop) return;
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('Could not open a browser: open the address yourself.'));
  child.unref();
}

async function start() {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' } } });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`--port ${values.port} is no port number.`);
  await ensureInstalled();
  const { build, preview } = await import('vite');
  console.log('Building the page ...');
  await build({ root, logLevel: 'warn' });
  // the next free port if this one is busy
  const server = await preview({ root, logLevel: 'warn', preview: { port, strictPort: false, host: 'localhost' } });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const url = `http://localhost:${address.port}/`;
  console.log(`\nRecommender Playground: ${url}\n(Ctrl+C stops it)`);
  openBrowser(url);
}

try {
  await start();
} catch (error) {
  console.error(`\nnpm start failed: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
