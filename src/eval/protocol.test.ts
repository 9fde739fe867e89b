import { describe, expect, it } from 'vitest';
import { type DatasetSummary, DEFAULT_PREPARE, type PrepareSettings } from '@/data/types';
import { fixedUsers, protocolKey, protocolOf } from './protocol';

function summaryWith(settings: Partial<PrepareSettings> = {}, fingerprint = 'abc'): DatasetSummary {
  const counts = { users: 943, items: 1682, interactions: 100000 };
  return {
    key: 'k',
    name: 'n',
    fileName: null,
    layout: 'ml-100k',
    synthetic: false,
    hasTimestamps: true,
    hasOrder: true,
    fingerprint,
    settings: { ...DEFAULT_PREPARE, ...settings },
    before: counts,
    after: counts,
    parts: {
      train: { interactions: 1, users: 1 },
      valid: { interactions: 1, users: 1 },
      test: { interactions: 1, users: 1 },
    },
    sources: [],
    ratingHistogram: [],
    numDuplicates: 0,
    skipped: null,
    refit: false,
    has: { ratings: true, genres: true, userAttributes: false, givenParts: false, givenNegatives: false },
    userGroups: null,
    timeRange: null,
    longTail: [],
    splits: ['temporal-user'],
    histories: { lowerQuartile: 0, median: 0, upperQuartile: 0, under5: 0 },
    setAside: { interactions: 0, users: 0 },
    filterRounds: 0,
    timeline: null,
    timeCuts: null,
    leakCheck: {
      pairsInTwoParts: 0,
      validOlderThanTrain: 0,
      testOlderThanTrain: 0,
      testOlderThanValid: 0,
      testOlderThanAnyone: 0,
    },
  };
}

const FULL = { candidates: 'full', numUsersSampled: null } as const;

describe('protocolOf', () => {
  it('names split, filter, candidates and users', () => {
    expect(protocolOf(summaryWith(), FULL)).toMatchObject({
      dataFingerprint: 'abc',
      split: 'temporal-user 80/20 valid 10%',
      filter: 'all ratings, user>=5',
      candidates: 'full',
      seed: 42,
      users: 'all',
    });
    expect(protocolOf(summaryWith({ split: 'leave-one-out', minRating: 4, minPerUser: 1 }), FULL)).toMatchObject({
      split: 'leave-one-out',
      filter: 'rating>=4',
    });
    const split = (settings: Partial<PrepareSettings>) => protocolOf(summaryWith(settings), FULL).split;
    expect(split({ split: 'random-user', testShare: 0.125 })).toBe('random-user 87.5/12.5 valid 10%');
    expect(split({ split: 'given', validationShare: 0.2 })).toBe('given valid 20%');
    const cut = { ...summaryWith({ split: 'global-time' }), timeCuts: { validation: 900, test: 1000 } };
    expect(protocolOf(cut, FULL).split).toBe('global-time cut 1000 valid 10%');
    const filter = (settings: Partial<PrepareSettings>) => protocolOf(summaryWith(settings), FULL).filter;
    expect(filter({ minPerItem: 10 })).toBe('all ratings, user>=5, item>=10, repeated');
    expect(filter({ minPerItem: 10, iterative: false })).toBe('all ratings, user>=5, item>=10, once');
    expect(filter({ minPerItem: 10, minPerUser: 1 })).toBe('all ratings, item>=10');
    expect(protocolOf(summaryWith({ testShare: 0.125 }), FULL).split).toBe('temporal-user 87.5/12.5 valid 10%');
  });

  it('keeps its hash over versions: saved runs are compared by it', () => {
    expect(protocolOf(summaryWith(), FULL).hash).toBe('4949');
  });

  it('has another hash when anything that matters differs', () => {
    const hashes = [
      protocolOf(summaryWith(), FULL),
      protocolOf(summaryWith({}, 'other data'), FULL),
      protocolOf(summaryWith({ split: 'random' }), FULL),
      protocolOf(summaryWith({ split: 'leave-one-out' }), FULL),
      protocolOf(summaryWith({ testShare: 0.1 }), FULL),
      protocolOf(summaryWith({ validationShare: 0.2 }), FULL),
      protocolOf(summaryWith({ minRating: 4 }), FULL),
      protocolOf(summaryWith({ minPerUser: 10 }), FULL),
      protocolOf(summaryWith({ minPerItem: 5 }), FULL),
      protocolOf(summaryWith({ minPerItem: 5, iterative: false }), FULL),
      protocolOf(summaryWith({ split: 'random-user' }), FULL),
      protocolOf(summaryWith({ split: 'given' }), FULL),
      protocolOf({ ...summaryWith({ split: 'global-time' }), timeCuts: { validation: null, test: 1000 } }, FULL),
      protocolOf({ ...summaryWith({ split: 'global-time' }), timeCuts: { validation: null, test: 1001 } }, FULL),
      protocolOf({ ...summaryWith({ duplicates: 'first' }), numDuplicates: 1 }, FULL),
      protocolOf({ ...summaryWith({ duplicates: 'highest' }), numDuplicates: 1 }, FULL),
      protocolOf(summaryWith({ seed: 1 }), FULL),
      protocolOf(summaryWith(), { ...FULL, numUsersSampled: 500 }),
    ].map(({ hash }) => hash);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{4}$/);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('is told apart by all that it says, not by four digits', () => {
    const protocol = protocolOf(summaryWith(), FULL);
    const { hash, ...rest } = protocol;
    expect(protocolKey({ hash, ...rest })).toBe(protocolKey(protocol));
    expect(protocolKey({ ...protocol, seed: 7 })).not.toBe(protocolKey(protocol));
  });

  it('says all users when the sample is as large as the data', () => {
    expect(protocolOf(summaryWith(), { ...FULL, numUsersSampled: 943 })).toEqual(protocolOf(summaryWith(), FULL));
    expect(protocolOf(summaryWith(), { ...FULL, numUsersSampled: 500 }).users).toBe('500 fixed users');
  });

  it('does not depend on settings that change nothing', () => {
    expect(protocolOf(summaryWith({ duplicates: 'first' }), FULL)).toEqual(protocolOf(summaryWith(), FULL));
    expect(protocolOf(summaryWith({ iterative: false }), FULL)).toEqual(protocolOf(summaryWith(), FULL));
    const cut = (settings: Partial<PrepareSettings>) => ({
      ...summaryWith({ split: 'global-time', ...settings }),
      timeCuts: { validation: null, test: 1000 },
    });
    expect(protocolOf(cut({ cutTime: 1000 }), FULL)).toEqual(protocolOf(cut({ testShare: 0.3 }), FULL));

    const leaveOneOut = { split: 'leave-one-out', testShare: 0.2 } as const;
    expect(protocolOf(summaryWith({ ...leaveOneOut, testShare: 0.3 }), FULL)).toEqual(
      protocolOf(summaryWith(leaveOneOut), FULL),
    );
  });
});

describe('fixedUsers', () => {
  it('gives different users, ascending, the same for the same seed', () => {
    const users = fixedUsers(1000, 300, 7);
    expect(users.length).toBe(300);
    expect(new Set(users).size).toBe(300);
    expect([...users]).toEqual([...users].sort((a, b) => a - b));
    expect(users[0]).toBeGreaterThanOrEqual(0);
    expect(users[299]).toBeLessThan(1000);
    expect([...fixedUsers(1000, 300, 7)]).toEqual([...users]);
    expect([...fixedUsers(1000, 300, 8)]).not.toEqual([...users]);
  });

  it('gives everyone when asked for more', () => {
    expect([...fixedUsers(4, 10, 1)]).toEqual([0, 1, 2, 3]);
  });

  it('takes every user equally often', () => {
    const counts = new Array(20).fill(0);
    for (let seed = 0; seed < 4000; seed++) for (const user of fixedUsers(20, 5, seed)) counts[user]++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(4000 * 0.25 * 0.75));
  });
});
