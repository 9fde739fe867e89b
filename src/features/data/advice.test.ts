import { describe, expect, it } from 'vitest';
import { type Advice, adviceFor } from './advice';

type Loaded = Parameters<typeof adviceFor>[0];

/** ML-100K with the page's defaults. */
function loaded(changes: Partial<Loaded> = {}): Loaded {
  const part = { interactions: 0, users: 0 };
  return {
    after: { users: 943, items: 1682, interactions: 100_000 },
    parts: { train: { interactions: 72_000, users: 943 }, valid: part, test: part },
    setAside: part,
    hasTimestamps: true,
    histories: { lowerQuartile: 24, median: 47, upperQuartile: 107, under5: 0 },
    hasOrder: true,
    ...changes,
  };
}

const ids = (changes: Partial<Loaded>) => adviceFor(loaded(changes)).map(({ id }) => id);
const find = (changes: Partial<Loaded>, id: Advice['id']) => adviceFor(loaded(changes)).find((one) => one.id === id);
const withInteractions = (interactions: number) => ({ after: { users: 1, items: 1, interactions } });

describe('adviceFor', () => {
  it('has nothing against ML-100K', () => {
    expect(adviceFor(loaded())).toEqual([
      { id: 'ncfMany', severity: 'fine', values: { interactions: 100_000 } },
      { id: 'sequenceFine', severity: 'fine', values: { median: 47 } },
      { id: 'batch', severity: 'fine', values: { size: 256, steps: 282 } },
      { id: 'baselines', severity: 'fine', values: {} },
    ]);
  });

  it('wants more than 50 thousand interactions for NCF, and says more below 10 thousand', () => {
    expect(ids(withInteractions(50_001))).toContain('ncfMany');
    expect(ids(withInteractions(50_000))).toContain('ncfSome');
    expect(ids(withInteractions(10_000))).toContain('ncfSome');
    expect(ids(withInteractions(9_999))).toContain('ncfFew');
  });

  it('wants times and histories of five or more for SASRec', () => {
    expect(ids({ hasTimestamps: false, hasOrder: false })).toContain('sequenceNoTimes');
    expect(ids({ hasTimestamps: false })).toContain('sequenceFileOrder');
    const histories = { lowerQuartile: 4, median: 8, upperQuartile: 12, under5: 236 };
    expect(find({ histories }, 'sequenceShort')?.values.share).toBeCloseTo(0.25);
    expect(ids({ histories: { ...histories, under5: 180 } })).toContain('sequenceFine');
  });

  it('says when many interactions were set aside', () => {
    expect(find({ setAside: { interactions: 25_000, users: 90 } }, 'newUsers')?.values).toEqual({
      share: 0.2,
      users: 90,
    });
    expect(ids({ setAside: { interactions: 1000, users: 9 } })).not.toContain('newUsers');
  });

  it.each([
    [720_000, 2048],
    [14_000, 128],
    [25_000_000, 4096],
    [0, 128],
  ])('takes for %i training interactions a batch of %i', (interactions, size) => {
    const { valid, test } = loaded().parts;
    const parts = { train: { interactions, users: 9 }, valid, test };
    expect(find({ parts }, 'batch')?.values.size).toBe(size);
  });

  it('puts what needs a look first', () => {
    const severities = adviceFor(loaded({ ...withInteractions(100), hasOrder: false })).map((one) => one.severity);
    expect(severities).toEqual(['look', 'look', 'fine', 'fine']);
  });
});
