import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { type DatasetSummary, DEFAULT_PREPARE, type PrepareSettings } from '@/data/types';
import { protocolOf } from '@/eval/protocol';
import type { Candidates } from '@/eval/types';
import common from '@/text/en/common.json';
import { protocolFieldWords, protocolWords } from './protocolWords';

beforeAll(() => i18next.init({ lng: 'en', ns: ['common'], defaultNS: 'common', resources: { en: { common } } }));

/** The words for the protocol that evaluation makes: both sides must agree on the identifiers. */
function words(settings: Partial<PrepareSettings>, numUsersSampled: number | null = null): string[] {
  const summary = {
    fingerprint: '00000000',
    settings: { ...DEFAULT_PREPARE, ...settings },
    timeCuts: settings.split === 'global-time' ? { validation: null, test: settings.cutTime ?? null } : null,
    numDuplicates: 3,
    after: { users: 6040, items: 1, interactions: 1 },
  } as DatasetSummary;
  const protocol = protocolOf(summary, { candidates: 'full', numUsersSampled });
  return protocolWords(protocol, i18next.getFixedT('en', 'common'));
}

test('the defaults', () => {
  expect(words({})).toEqual(['last per user 80/20', 'all ratings', '≥5 per user', 'full', 'seed 42']);
});

test('everything else', () => {
  expect(
    words({ split: 'random', minRating: 4, minPerUser: 0, validationShare: 0.2, testShare: 0.25, seed: 1 }, 500),
  ).toEqual(['random 75/25', 'valid 20 %', '≥4★', 'full', '500 fixed users', 'seed 1']);
  expect(words({ split: 'leave-one-out', minRating: 3.5 })[0]).toBe('leave one out');
});

test('each split', () => {
  const split = (settings: Partial<PrepareSettings>) => words(settings)[0];
  expect(split({ split: 'random-user', testShare: 0.125 })).toBe('random per user 87.5/12.5');
  expect(words({ split: 'given', validationShare: 0.05 }).slice(0, 2)).toEqual(['split as given', 'valid 5 %']);
  expect(split({ split: 'global-time', cutTime: Date.UTC(2000, 11, 2) / 1000 })).toBe('time 2000-12-02');
  expect(split({ split: 'global-time', cutTime: Date.UTC(2000, 11, 2, 4, 5, 6) / 1000 })).toBe(
    'time 2000-12-02 04:05:06',
  );
  expect(split({ split: 'global-time', cutTime: -86400 })).toBe('time 1969-12-31');
  expect(split({ split: 'global-time' })).toBe('time, nothing after');
});

test('each filter', () => {
  const filter = (settings: Partial<PrepareSettings>) => words(settings).slice(1, -2);
  expect(filter({ minPerUser: 10, minPerItem: 10, minRating: 3 })).toEqual(['≥3★', '10-core']);
  expect(filter({ minPerUser: 10, minPerItem: 10, duplicates: 'highest' })).toEqual([
    'all ratings',
    '10-core',
    'highest of duplicates',
  ]);
  expect(filter({ minPerUser: 5, minPerItem: 10 })).toEqual(['all ratings', '≥5 per user', '≥10 per film', 'repeated']);
  expect(filter({ minPerUser: 5, minPerItem: 5, iterative: false })).toEqual([
    'all ratings',
    '≥5 per user',
    '≥5 per film',
    'counted once',
  ]);
  expect(filter({ minPerUser: 1, minPerItem: 5, duplicates: 'first' })).toEqual([
    'all ratings',
    '≥5 per film',
    'first of duplicates',
  ]);
});

test('candidates, refit and what is masked', () => {
  const t = i18next.getFixedT('en', 'common');
  const summary = {
    fingerprint: '00000000',
    settings: DEFAULT_PREPARE,
    timeCuts: null,
    numDuplicates: 0,
    refit: true,
    after: { users: 6040, items: 1, interactions: 1 },
  } as DatasetSummary;
  const plate = (candidates: Candidates) =>
    protocolWords(protocolOf(summary, { candidates, numUsersSampled: null }), t).slice(3, 5);
  expect(plate('full')).toEqual(['refitted on train + validation', 'full']);
  expect(plate('given')[1]).toBe('negatives as given');
  expect(plate({ sampled: 99, by: 'uniform', seed: 1 })[1]).toBe('99 sampled (seed 1)');
  expect(plate({ sampled: 100, by: 'popularity', seed: 7 })[1]).toBe('100 sampled by popularity (seed 7)');
  const protocol = protocolOf(summary, { candidates: 'full', numUsersSampled: null });
  expect(protocolFieldWords(protocol, 'masked', t)).toBe(t('protocol.masked'));
  expect(protocolFieldWords({ ...protocol, refit: false }, 'refit', t)).toBe('fitted on train');
});
