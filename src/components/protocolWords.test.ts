import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { type DatasetSummary, DEFAULT_PREPARE, type PrepareSettings } from '@/data/types';
import { protocolOf } from '@/eval/protocol';
import common from '@/text/en/common.json';
import { protocolWords } from './protocolWords';

beforeAll(() => i18next.init({ lng: 'en', ns: ['common'], defaultNS: 'common', resources: { en: { common } } }));

/** The words for the protocol that evaluation makes: both sides must agree on the identifiers. */
function words(settings: Partial<PrepareSettings>, numUsersSampled: number | null = null): string[] {
  const summary = {
    fingerprint: '00000000',
    settings: { ...DEFAULT_PREPARE, ...settings },
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
