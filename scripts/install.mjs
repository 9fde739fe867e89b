/**
 * What `npm start` and `npm test` do before anything else: check Node, and install from the lock file what is missing.
 * Built-in modules only: it runs on a fresh clone.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Whether a Node version can run our tools; `engines` in package.json says the same to npm.
 * @param {string} version such as "20.19.0"
 */
export function isNodeSupported(version) {
  const [major, minor] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

/**
 * What differs between the lock file and what npm wrote down of its last complete install.
 * @typedef {{ packages: Record<string, { version?: string, optional?: boolean }> }} LockFile
 * @param {LockFile} wanted package-lock.json
 * @param {LockFile} installed node_modules/.package-lock.json
 * @returns {string[]} folders of packages that are missing or have another version; optional ones may be missing, as they are
 * for other systems
 */
export function packagesToInstall(wanted, installed) {
  return Object.entries(wanted.packages)
    .filter(([folder, { version, optional }]) => {
      if (folder === '') return false;
      const found = installed.packages[folder];
      return found === undefined ? !optional : found.version !== version;
    })
    .map(([folder]) => folder);
}

/** @returns {string[]} as `packagesToInstall`; everything when nothing is installed */
function findMissing() {
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const record = path.join(root, 'node_modules', '.package-lock.json');
  const installed = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : { packages: {} };
  return packagesToInstall(wanted, installed);
}

/**
 * Runs npm, its output passed through.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
function runNpm(args) {
  // the npm that started us, if one did: on Windows `npm` alone is no program
  const cli = process.env.npm_execpath;
  const [command, ...before] = cli?.endsWith('.js') ? [process.execPath, cli] : ['npm'];
  return new Promise((resolve) => {
    const child = spawn(command, [...before, ...args], {
      cwd: root,
      stdio: 'inherit',
      shell: command === 'npm' && process.platform === 'win32',
    });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Makes sure that Node is new enough and that node_modules is what the lock file says.
 * @param {(line: string) => void} [log]
 * @throws with a message for a person
 */
export async function ensureInstalled(log = console.log) {
  if (!isNodeSupported(process.versions.node)) {
    throw new Error(
      `This needs Node 20.19 or newer, or 22.12 or newer; here is ${process.versions.node} (https://nodejs.org).`,
    );
  }
  const missing = findMissing();
  if (missing.length === 0) return;
  log(`Installing ${missing.length} packages from package-lock.json into node_modules (npm ci) ...`);
  const code = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (code !== 0)
    throw new Error(`npm ci failed (exit code ${code}); its messages are above. Is the npm registry in reach?`);
  const stillMissing = findMissing();
  if (stillMissing.length > 0) throw new Error(`npm ci left out: ${stillMissing.join(', ')}`);
}
