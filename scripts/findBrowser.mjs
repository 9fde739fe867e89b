/**
 * Finds a Chromium for the browser tests, or gets one: a path in the environment, an installed Chrome, Chromium or
 * Edge, Playwright's download, the system's package manager. Always the full browser: Playwright's headless shell has
 * no WebGPU. Built-in modules only, so that it can run before anything is installed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const minutes = 60_000;

/** Names of the browser on the PATH, best first. */
const commandNames = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

/**
 * Flags that give a page WebGPU on a machine with or without a GPU (SwiftShader, a correct software adapter), and
 * that keep the browser from calling its maker.
 * @returns {string[]}
 */
export function chromiumArgs() {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  return [
    ...(asRoot ? ['--no-sandbox'] : []),
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
}

/**
 * Where a Chromium may lie on a system, best first. Pure: nothing is looked up.
 * @param {{ platform: string, env: Record<string, string | undefined>, home: string }} system
 * @returns {{ path: string, source: 'environment' | 'installed' }[]} paths from the environment are binding
 */
export function browserCandidates({ platform, env, home }) {
  const join = platform === 'win32' ? path.win32.join : path.posix.join;
  const delimiter = platform === 'win32' ? ';' : ':';
  const fromEnvironment = [env.CHROMIUM_PATH, env.CHROME_PATH].filter((value) => value);
  /** @type {string[]} */
  const installed = [];
  if (platform === 'darwin') {
    for (const folder of ['/Applications', join(home, 'Applications')]) {
      installed.push(
        join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
        join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
        join(folder, 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'),
      );
    }
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((value) => value);
    for (const program of [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ]) {
      for (const folder of folders) installed.push(join(/** @type {string} */ (folder), program));
    }
  } else {
    const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
    for (const name of commandNames) for (const folder of folders) installed.push(join(folder, name));
  }
  return [
    .../** @type {string[]} */ (fromEnvironment).map((candidate) => ({
      path: candidate,
      source: /** @type {const} */ ('environment'),
    })),
    ...installed.map((candidate) => ({ path: candidate, source: /** @type {const} */ ('installed') })),
  ];
}

/**
 * The command that installs a Chromium with the system's package manager, or null where none is known or allowed.
 * Pure: `has` tells whether a command is on the PATH.
 * @param {{ platform: string, isRoot: boolean, canSudo: boolean, has: (command: string) => boolean }} system
 * @returns {{ manager: string, steps: string[][] } | null}
 */
export function packageManagerPlan({ platform, isRoot, canSudo, has }) {
  if (platform !== 'linux' || !(isRoot || canSudo)) return null;
  const prefix = isRoot ? [] : ['sudo', '-n'];
  if (has('apt-get')) {
    return {
      manager: 'apt-get',
      steps: [
        [...prefix, 'apt-get', 'update'],
        [...prefix, 'apt-get', 'install', '-y', 'chromium'],
      ],
    };
  }
  if (has('dnf')) return { manager: 'dnf', steps: [[...prefix, 'dnf', 'install', '-y', 'chromium']] };
  if (has('apk')) return { manager: 'apk', steps: [[...prefix, 'apk', 'add', 'chromium']] };
  return null;
}

/** @param {string} command */
function isOnPath(command) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, command)));
}

/**
 * Whether a browser starts at all: a placeholder of a distribution, or one with missing libraries, does not.
 * @param {string} executable
 */
function answersVersion(executable) {
  if (!existsSync(executable)) return false;
  // on Windows `--version` opens a window
  if (process.platform === 'win32') return true;
  try {
    execFileSync(executable, ['--version'], { timeout: 20_000, stdio: ['ignore', 'pipe', 'ignore'] });
    return true;
  } catch {
    return false;
  }
}

/** Where Playwright keeps, or would keep, its own full Chromium; null before `npm ci`. */
function playwrightPath() {
  try {
    return createRequire(import.meta.url)('playwright').chromium.executablePath();
  } catch {
    return null;
  }
}

/**
 * A browser that is already there. Installs nothing.
 * @returns {{ path: string, source: 'environment' | 'installed' | 'playwright' } | null}
 * @throws when the environment names a browser that does not start
 */
export function findInstalledBrowser() {
  const system = { platform: process.platform, env: process.env, home: os.homedir() };
  for (const candidate of browserCandidates(system)) {
    if (answersVersion(candidate.path)) return candidate;
    if (candidate.source === 'environment') {
      throw new Error(`CHROMIUM_PATH or CHROME_PATH names ${candidate.path}, which does not start as a browser.`);
    }
  }
  const downloaded = playwrightPath();
  return downloaded && answersVersion(downloaded) ? { path: downloaded, source: 'playwright' } : null;
}

/**
 * Runs a command, its output indented below our own.
 * @param {string[]} command
 * @param {number} limitMs
 * @returns {Promise<boolean>} whether it ended well within the limit
 */
function runStep(command, limitMs) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: limitMs,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}

/**
 * A browser that starts, installed if need be; says what it does.
 * @param {(line: string) => void} [log]
 * @returns {Promise<string>} path of the executable
 * @throws with a message that tells a person what to do, when none can be had
 */
export async function ensureBrowser(log = console.log) {
  const found = findInstalledBrowser();
  if (found) {
    log(`Browser: ${found.path}`);
    return found.path;
  }

  log('No Chrome, Chromium or Edge found. Downloading Chromium with Playwright (about 170 MB) ...');
  const cli = path.join(root, 'node_modules', 'playwright', 'cli.js');
  const downloaded =
    existsSync(cli) && (await runStep([process.execPath, cli, 'install', '--no-shell', 'chromium'], 5 * minutes));
  const fromPlaywright = findInstalledBrowser();
  if (fromPlaywright) {
    log(`Browser: ${fromPlaywright.path}`);
    return fromPlaywright.path;
  }
  log(downloaded ? 'The downloaded Chromium does not start here.' : 'The download did not work.');

  const isRoot = process.getuid?.() === 0;
  const canSudo = !isRoot && isOnPath('sudo') && (await runStep(['sudo', '-n', 'true'], 10_000));
  const plan = packageManagerPlan({ platform: process.platform, isRoot, canSudo, has: isOnPath });
  if (plan) {
    log(`Installing Chromium with ${plan.manager} ...`);
    for (const step of plan.steps) {
      log(`  ${step.join(' ')}`);
      if (!(await runStep(step, 10 * minutes))) break;
    }
    const fromSystem = findInstalledBrowser();
    if (fromSystem) {
      log(`Browser: ${fromSystem.path}`);
      return fromSystem.path;
    }
    log(`${plan.manager} did not give a Chromium that starts.`);
  }
  throw new Error(
    'The browser tests need Chrome, Chromium or Edge, and none could be found or installed.\n' +
      'Install one (for example https://www.google.com/chrome/), or set CHROMIUM_PATH to its executable.',
  );
}
