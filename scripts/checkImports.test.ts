import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkFile, checkFolder, checkPageReach, listImports } from './checkImports.mjs';

/** Messages about one file with this content. */
const check = (file: string, code: string) => checkFile(file, listImports(code, file)).map((v) => v.message);

describe('listImports', () => {
  it('sees every way to name a module, and which name only types', () => {
    const code = [
      `import a from 'value';`,
      `import type { B } from 'type';`,
      `import { type C } from 'inline-type';`,
      `import { type D, e } from 'mixed';`,
      `import 'side-effect';`,
      `export * from 'export-all';`,
      `export type { F } from 'export-type';`,
      `const lazy = () => import('dynamic');`,
      `type G = import('type-expression').G;`,
      `export const element = <div title="from 'text'" />;`,
    ].join('\n');
    expect(listImports(code, 'x.tsx')).toEqual([
      { source: 'value', typeOnly: false, line: 1 },
      { source: 'type', typeOnly: true, line: 2 },
      { source: 'inline-type', typeOnly: true, line: 3 },
      { source: 'mixed', typeOnly: false, line: 4 },
      { source: 'side-effect', typeOnly: false, line: 5 },
      { source: 'export-all', typeOnly: false, line: 6 },
      { source: 'export-type', typeOnly: true, line: 7 },
      { source: 'dynamic', typeOnly: false, line: 8 },
      { source: 'type-expression', typeOnly: true, line: 9 },
    ]);
  });
});

describe('checkFile', () => {
  it.each([
    ['lib/a.ts', `import { x } from '@/data/x';`],
    ['data/a.ts', `import type { X } from '@/engine/types';`],
    ['engine/a.ts', `import { x } from '@/models/x';`],
    ['models/a.ts', `import { x } from '@/eval/x';`],
    ['eval/a.ts', `import { x } from '@/models/x';`],
    ['train/a.ts', `import { x } from '@/worker/x';`],
    ['worker/a.ts', `import { x } from '@/state/x';`],
    ['state/a.ts', `import { x } from '@/components/x';`],
    ['components/a.tsx', `import { x } from '@/features/x';`],
    ['features/a.tsx', `const x = () => import('@/app/x');`],
  ])('refuses an import against the direction: %s %s', (file, code) => {
    expect(check(file, code)).toEqual([expect.stringContaining('may not import')]);
  });

  it.each([
    ['data/a.ts', `import { x } from '@/lib/x';`],
    ['models/neumf/a.ts', `import { x } from '../init'; import { y } from './y'; import { z } from '@/data/z';`],
    ['train/a.ts', `import { x } from '@/models/x'; import { y } from '@/eval/y';`],
    ['worker/a.ts', `import { x } from '@/train/x'; import { wrap } from 'comlink';`],
    [
      'features/a.tsx',
      `import type { X } from '@/data/x'; import { y } from '@/eval/types'; import { z } from '@/lib/z';`,
    ],
    ['state/a.ts', `import { x } from '@/models/catalog'; const c = () => import('@/worker/client');`],
    ['engine/a.ts', `import * as tf from '@tensorflow/tfjs';`],
    ['env.d.ts', `declare const x: number;`],
  ])('lets pass what follows the direction: %s %s', (file, code) => {
    expect(check(file, code)).toEqual([]);
  });

  it('refuses relative paths that leave the room', () => {
    expect(check('data/formats/a.ts', `import { x } from '../../lib/x';`)).toEqual([
      expect.stringContaining('leaves the room: write @/lib/x'),
    ]);
  });

  it('refuses tfjs outside the engine, types too', () => {
    for (const code of [`import '@tensorflow/tfjs';`, `import type { Tensor } from '@tensorflow/tfjs';`]) {
      expect(check('train/a.ts', code)).toEqual(['only engine may import @tensorflow/tfjs']);
    }
  });

  it.each(['data/formats', 'engine/backend', 'models/registry', 'eval/metrics', 'train/trainer', 'worker/host'])(
    'refuses that the page takes values from %s, and lets types pass',
    (module) => {
      expect(check('features/a.tsx', `import { x } from '@/${module}';`)).toEqual([
        expect.stringContaining('the page may import only types'),
      ]);
      expect(check('features/a.tsx', `import type { X } from '@/${module}';`)).toEqual([]);
    },
  );

  it('refuses files in no room, and unknown rooms', () => {
    expect(check('stray.ts', '')).toEqual(['lies in no room']);
    expect(check('attic/a.ts', '')).toEqual(['"attic" is no known room']);
    expect(check('lib/a.ts', `import { x } from '@/attic/x';`)).toEqual([expect.stringContaining('no known room')]);
  });
});

describe('checkPageReach', () => {
  const reach = (files: Record<string, string>) =>
    checkPageReach(new Map(Object.entries(files).map(([file, code]) => [file, listImports(code, file)]))).map(
      (v) => v.message,
    );

  it('follows value imports through allowed modules, lazy ones too', () => {
    expect(
      reach({
        'app/main.tsx': `const load = () => import('@/worker/client');`,
        'worker/client.ts': `import { x } from '@/train';`,
        'train/index.ts': `import { y } from '@/engine/backend';`,
        'engine/backend.ts': `import '@tensorflow/tfjs';`,
      }),
    ).toEqual(['leads the page to engine/backend: app/main.tsx > worker/client.ts > train/index.ts > engine/backend']);
  });

  it('does not follow types, nor look at tests', () => {
    expect(
      reach({
        'app/main.tsx': `import type { X } from '@/worker/client'; import { y } from '@/engine/types';`,
        'app/main.test.tsx': `import { z } from '@/engine/backend';`,
        'worker/client.ts': `import { x } from '@/engine/backend';`,
        'engine/types.ts': '',
        'engine/backend.ts': '',
      }),
    ).toEqual([]);
  });
});

describe('checkFolder', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'imports-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('reads files from disk and names file and line', () => {
    mkdirSync(path.join(folder, 'lib'));
    writeFileSync(path.join(folder, 'lib', 'bad.ts'), `// first line\nimport { x } from '@/app/x';\n`);
    expect(checkFolder(folder)).toEqual({
      numFiles: 1,
      violations: [{ file: 'lib/bad.ts', line: 2, message: 'lib may not import app (@/app/x)' }],
    });
  });
});
