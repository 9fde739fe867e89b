import { expect, it } from 'vitest';
import { firstScreenScripts } from './checkSize.mjs';

const manifest = {
  'index.html': { file: 'assets/index.js', imports: ['_react.js'], dynamicImports: ['src/charts.tsx'] },
  '_react.js': { file: 'assets/react.js', imports: ['_scheduler.js'] },
  '_scheduler.js': { file: 'assets/scheduler.js', imports: ['_react.js'] },
  'src/charts.tsx': { file: 'assets/charts.js', imports: ['_react.js'] },
};

it('counts what the page names and what that imports statically, each once, and nothing lazy', () => {
  const html = `<script src="./theme.js"></script>
    <script type="module" crossorigin src="./assets/index.js"></script>
    <link rel="modulepreload" crossorigin href="./assets/react.js">
    <link rel="stylesheet" crossorigin href="./assets/index.css">`;
  expect(firstScreenScripts(manifest, html)).toEqual([
    'theme.js',
    'assets/index.js',
    'assets/react.js',
    'assets/scheduler.js',
  ]);
});
