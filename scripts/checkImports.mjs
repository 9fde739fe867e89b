/**
 * Lint: imports point one way (docs/ARCHITECTURE.md).
 *
 * lib < data < engine < models, eval, projection < train < benchmark < storage < worker < text, state < components < features < app
 *
 * - A room imports only rooms before it, by `@/<room>/...`; inside a room, relative paths.
 * - Only `engine` imports tfjs.
 * - The page (text, state, components, features, app) takes from the rooms of the workers only types, the contracts
 *   in `<room>/types`, the plain specs (`models/catalog`, `models/config`, `data/presets`), `eval/protocol` and
 *   `worker/client`; and nothing that it takes may lead by further value imports to
 *   tfjs, the engine or the model implementations: the first paint must not wait for them.
 *
 * usage: node scripts/checkImports.mjs
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vite';

const ranks = new Map(
  [
    ['lib'],
    ['data'],
    ['engine'],
    ['models', 'eval', 'projection'],
    ['train'],
    ['benchmark'],
    ['storage'],
    ['worker'],
    ['text', 'state'],
    ['components'],
    ['features'],
    ['app'],
  ].flatMap((rooms, rank) => rooms.map((room) => /** @type {[string, number]} */ ([room, rank]))),
);
const pageRooms = new Set(['text', 'state', 'components', 'features', 'app']);
/** What the page may take from the workers' rooms by value. */
const openToPage = [
  /^(data|engine|models|eval|projection|train|benchmark|storage)\/types$/,
  /^models\/(catalog|config)$/,
  /^data\/presets$/,
  // a name that page and workers must agree on
  /^data\/refitKey$/,
  // pure words about a data set: the plate is born before the first run
  /^eval\/protocol$/,
  /^worker\/(client|projectionClient|benchmarkClient|protocol\w*)$/,
];
/** What the page may never reach, however indirectly. */
const closedToPage = [/^@tensorflow\//, /^engine\/(?!types$)/, /^models\/registry$/];

/**
 * @typedef {{ source: string, typeOnly: boolean, line: number }} Import
 * @typedef {{ file: string, line: number, message: string }} Violation
 */

/**
 * All modules that a source text names: static and dynamic imports, re-exports, `import('...')` types.
 * @param {string} code
 * @param {string} fileName tells by its ending whether it may hold JSX
 * @returns {Import[]}
 */
export function listImports(code, fileName) {
  const program = parseAst(code, { lang: fileName.endsWith('x') ? 'tsx' : 'ts' });
  /** @type {Import[]} */
  const imports = [];
  /** @param {any} node an ESTree node of any type, or a part of one */
  const visit = (node) => {
    if (Array.isArray(node)) {
      node.forEach(visit);
      return;
    }
    if (node === null || typeof node !== 'object') return;
    const named = node.type === 'TSImportType' ? (node.source ?? node.argument?.literal ?? node.argument) : node.source;
    if (/^(Import|Export|TSImportType)/.test(node.type ?? '') && typeof named?.value === 'string') {
      const specifiers = node.specifiers ?? [];
      const typeOnly =
        node.type === 'TSImportType' ||
        node.importKind === 'type' ||
        node.exportKind === 'type' ||
        (specifiers.length > 0 &&
          specifiers.every((/** @type {any} */ s) => s.importKind === 'type' || s.exportKind === 'type'));
      imports.push({ source: named.value, typeOnly, line: code.slice(0, node.start).split('\n').length });
    }
    for (const key of Object.keys(node)) visit(node[key]);
  };
  visit(program.body);
  return imports;
}

/**
 * Where an import leads: a module under src without its ending ("models/catalog"), or a package's name as written.
 * @param {string} file path below src
 * @param {string} source
 */
function target(file, source) {
  if (source.startsWith('@/')) return source.slice(2).replace(/\.tsx?$/, '');
  if (source.startsWith('.')) {
    return path.posix.normalize(path.posix.join(path.posix.dirname(file), source)).replace(/\.tsx?$/, '');
  }
  return source;
}

/**
 * Whether a name that `target` gave is a module of ours: its first part is a room.
 * @param {string} source
 */
const isOurs = (source) => source.startsWith('@/') || source.startsWith('.');

/**
 * Checks each file's own imports.
 * @param {string} file path below src, with slashes
 * @param {Import[]} imports
 * @returns {Violation[]}
 */
export function checkFile(file, imports) {
  if (!file.includes('/')) {
    // ambient declarations belong to no room
    return file.endsWith('.d.ts') ? [] : [{ file, line: 1, message: 'lies in no room' }];
  }
  const room = file.split('/')[0];
  const rank = ranks.get(room);
  if (rank === undefined) return [{ file, line: 1, message: `"${room}" is no known room` }];
  /** @type {Violation[]} */
  const violations = [];
  for (const { source, typeOnly, line } of imports) {
    const report = (/** @type {string} */ message) => violations.push({ file, line, message });
    if (/^@tensorflow\//.test(source) && room !== 'engine') report(`only engine may import ${source}`);
    if (!isOurs(source)) continue;
    const to = target(file, source);
    const toRoom = to.split('/')[0];
    if (toRoom === room) continue;
    const toRank = ranks.get(toRoom);
    if (source.startsWith('.')) {
      report(`${source} leaves the room: write @/${to}`);
    } else if (toRank === undefined) {
      report(`${source}: "${toRoom}" is no known room`);
    } else if (toRank >= rank) {
      report(`${room} may not import ${toRoom} (${source})`);
    } else if (pageRooms.has(room) && !pageRooms.has(toRoom) && toRoom !== 'lib' && !typeOnly) {
      if (!openToPage.some((pattern) => pattern.test(to))) {
        report(
          `the page may import only types, <room>/types, models/catalog, models/config, eval/protocol and worker/client, not ${source}`,
        );
      }
    }
  }
  return violations;
}

/**
 * Checks that no chain of value imports leads from the page to what it must not load.
 * @param {Map<string, Import[]>} files path below src -> its imports
 * @returns {Violation[]}
 */
export function checkPageReach(files) {
  /** @type {(module: string) => string | undefined} */
  const resolve = (module) =>
    [`${module}.ts`, `${module}.tsx`, `${module}/index.ts`, `${module}/index.tsx`].find((candidate) =>
      files.has(candidate),
    );
  /** @type {Violation[]} */
  const violations = [];
  const isTest = (/** @type {string} */ file) => /\.test\.tsx?$/.test(file);
  /** @type {[string, string[]][]} */
  const queue = [...files.keys()]
    .filter((file) => pageRooms.has(file.split('/')[0]) && !isTest(file))
    .map((file) => [file, [file]]);
  const seen = new Set(queue.map(([file]) => file));
  for (const [file, chain] of queue) {
    for (const { source, typeOnly, line } of files.get(file) ?? []) {
      if (typeOnly) continue;
      const to = target(file, source);
      if (closedToPage.some((pattern) => pattern.test(to))) {
        violations.push({ file, line, message: `leads the page to ${to}: ${[...chain, to].join(' > ')}` });
        continue;
      }
      const next = isOurs(source) ? resolve(to) : undefined;
      if (next !== undefined && !seen.has(next)) {
        seen.add(next);
        queue.push([next, [...chain, next]]);
      }
    }
  }
  return violations;
}

/**
 * Checks all sources below a folder.
 * @param {string} folder
 * @returns {{ numFiles: number, violations: Violation[] }}
 */
export function checkFolder(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => /\.tsx?$/.test(name));
  /** @type {Map<string, Import[]>} */
  const files = new Map();
  for (const name of names.sort()) {
    files.set(name, listImports(readFileSync(path.join(folder, name), 'utf8'), name));
  }
  const violations = [...files].flatMap(([file, imports]) => checkFile(file, imports));
  return { numFiles: files.size, violations: [...violations, ...checkPageReach(files)] };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('../src', import.meta.url));
  const { numFiles, violations } = checkFolder(folder);
  for (const { file, line, message } of violations) console.error(`src/${file}:${line}  ${message}`);
  console.log(`Imports of ${numFiles} files: ${violations.length === 0 ? 'fine' : `${violations.length} wrong`}`);
  process.exitCode = violations.length === 0 && numFiles > 0 ? 0 : 1;
}
