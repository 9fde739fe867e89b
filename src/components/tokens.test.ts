import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** Declarations of the first rule after `selector`. */
function declarations(selector: string): Record<string, string> {
  const start = css.indexOf('{', css.indexOf(selector));
  const block = css.slice(start + 1, css.indexOf('}', start));
  return Object.fromEntries([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((match) => [match[1], match[2]]));
}

const light = declarations(':root {');
const dark = declarations(':root[data-theme="dark"]');

/** WCAG 2 contrast ratio of two #rrggbb colours. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

test('light and dark name the same tokens', () => {
  expect(Object.keys(dark)).toEqual(Object.keys(light));
});

test.each([
  ['light', light],
  ['dark', dark],
])('%s: text can be read on every surface it stands on', (_, theme) => {
  for (const surface of ['--surface', '--page', '--well']) {
    expect(contrast(theme['--text'], theme[surface])).toBeGreaterThan(7);
    expect(contrast(theme['--muted'], theme[surface])).toBeGreaterThan(4.5);
  }
  for (const tone of ['accent', 'ok', 'warn', 'error']) {
    expect(contrast(theme[`--${tone}`], theme[`--${tone}-pale`]), tone).toBeGreaterThan(4.5);
    expect(contrast(theme[`--${tone}`], theme['--surface']), tone).toBeGreaterThan(4.5);
  }
  expect(contrast(theme['--on-accent'], theme['--accent'])).toBeGreaterThan(4.5);
  expect(contrast(theme['--control-border'], theme['--surface'])).toBeGreaterThan(3);
});

test.each([
  ['light', light],
  ['dark', dark],
])('%s: the lines of models can be seen on a card', (_, theme) => {
  for (const model of ['neumf', 'lightgcn', 'sasrec', 'ease', 'als', 'itemknn', 'markov', 'popularity']) {
    expect(contrast(theme[`--model-${model}`], theme['--surface']), model).toBeGreaterThan(3);
  }
});
