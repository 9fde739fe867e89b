/** Whatever the specs, metrics and checks name has a text: a missing one would show as its key. */
import { expect, test } from 'vitest';
import { METRIC_IDS } from '@/eval/types';
import { MODELS } from '@/models/catalog';
import { PROBLEM_CODES } from '@/models/config';
import metrics from './en/metrics.json';
import models from './en/models.json';

/** The text at a path like `params.neumf.epochs.label`, or undefined. */
function textAt(catalogue: unknown, path: string): unknown {
  return path.split('.').reduce((node, key) => (node as Record<string, unknown> | undefined)?.[key], catalogue);
}

function expectTexts(catalogue: unknown, paths: string[]): void {
  const missing = paths.filter((path) => typeof textAt(catalogue, path) !== 'string');
  expect(missing).toEqual([]);
}

test('models describe themselves', () => {
  const fields = ['tagline', 'description', 'learns', 'formula', 'choose', 'weak', 'citation'];
  expectTexts(
    models,
    MODELS.flatMap(({ id }) => fields.map((field) => `${id}.${field}`)),
  );
});

test('parameters and their options have texts', () => {
  expectTexts(
    models,
    MODELS.flatMap(({ id, parameters }) =>
      parameters.flatMap((parameter) => {
        const base = `params.${id}.${parameter.name}`;
        const options = parameter.kind === 'choice' ? parameter.options.map((option) => `options.${option}`) : [];
        return ['label', 'help', 'more', 'less', ...options].map((field) => `${base}.${field}`);
      }),
    ),
  );
});

test('no parameter is described that no model has', () => {
  for (const [id, described] of Object.entries(models.params)) {
    const names = MODELS.find((model) => model.id === id)?.parameters.map(({ name }) => name);
    expect(Object.keys(described).sort()).toEqual(names?.sort());
  }
});

test('presets and problems have texts', () => {
  const presets = new Set(MODELS.flatMap((model) => model.presets.map(({ id }) => id)));
  expectTexts(
    models,
    [...presets].flatMap((id) => [`presets.${id}.name`, `presets.${id}.hint`]),
  );
  expectTexts(
    models,
    PROBLEM_CODES.map((code) => `problems.${code}`),
  );
  const withPaper = MODELS.filter((model) => model.presets.some(({ id }) => id === 'paper'));
  expectTexts(
    models,
    withPaper.map(({ id }) => `paperNotes.${id}`),
  );
});

test('metrics are explained', () => {
  expectTexts(
    metrics,
    METRIC_IDS.flatMap((id) => ['name', 'formula', 'help'].map((field) => `${id}.${field}`)),
  );
});
