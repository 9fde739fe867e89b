/** Every text that the sources ask for by a plain key is in the English catalogue. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const src = fileURLToPath(new URL('..', import.meta.url));
const catalogue = Object.fromEntries(
  readdirSync(new URL('./en', import.meta.url)).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(`./en/${file}`, import.meta.url), 'utf8')),
  ]),
);

/** A text, or one of its plural or context forms. */
function has(namespace: string, key: string): boolean {
  const path = key.split('.');
  const last = path.pop() as string;
  const parent = path.reduce((node, part) => node?.[part], catalogue[namespace]);
  return Object.entries(parent ?? {}).some(
    ([name, text]) => (name === last || name.startsWith(`${last}_`)) && typeof text === 'string',
  );
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\./.test(file),
);

/** Calls `t('key')` of a file with the namespace that they mean: the key's own, or the file's first. */
function askedFor(file: string): { namespace: string; key: string }[] {
  const code = readFileSync(`${src}/${file}`, 'utf8');
  const first = /(?:useTranslation|getFixedT)\((?:null, )?\[?'(\w+)'/.exec(code)?.[1];
  return [...code.matchAll(/\bt\(\s*'([\w:.-]+)'/g)].map(([, text]) => {
    const [namespace, key] = text.includes(':') ? text.split(':') : [first ?? 'common', text];
    return { namespace, key };
  });
}

test('texts that are asked for are there', () => {
  const asked = files.flatMap((file) => askedFor(file).map((text) => ({ file, ...text })));
  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter(({ namespace, key }) => !has(namespace, key))).toEqual([]);
});

test('gaps are written as i18next wants them', () => {
  const texts: string[] = [];
  const collect = (node: unknown) => {
    if (typeof node === 'string') texts.push(node);
    else for (const child of Object.values(node as object)) collect(child);
  };
  collect(catalogue);
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter((text) => /\{\{/.test(text) && !/\{\{\s*[\w, ()]+\s*\}\}/.test(text))).toEqual([]);
});
