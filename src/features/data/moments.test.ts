import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, dateTicks, formatTick, readMoment, stepOf, writeMoment } from './moments';

const at = (...parts: [number, number, number?, number?, number?, number?]) => Date.UTC(...parts) / 1000;

describe('readMoment', () => {
  it('reads dates, with and without a time of day', () => {
    expect(readMoment('2000-12-02')).toBe(at(2000, 11, 2));
    expect(readMoment(' 2000-2-9 ')).toBe(at(2000, 1, 9));
    expect(readMoment('2000-12-02 14:05')).toBe(at(2000, 11, 2, 14, 5));
    expect(readMoment('2000-12-02T14:05:30')).toBe(at(2000, 11, 2, 14, 5, 30));
    expect(readMoment('2000-02-29')).toBe(at(2000, 1, 29));
  });

  it.each([
    '',
    'soon',
    '2000',
    '02.12.2000',
    '2000-13-01',
    '2001-02-29',
    '2000-02-30',
    '2000-01-01 24:00',
    '2000-1-1 1:60',
  ])('does not read "%s"', (text) => expect(readMoment(text)).toBeNull());

  it('reads what writeMoment writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5e10, max: 2e11 }), (seconds) => {
        expect(readMoment(writeMoment(seconds))).toBe(seconds);
      }),
    );
    expect(writeMoment(at(2000, 11, 2))).toBe('2000-12-02');
  });
});

describe('dateTicks', () => {
  it('stand at beginnings of months for long times', () => {
    const ticks = dateTicks(at(2000, 3, 25), at(2003, 1, 28));
    expect(ticks.map(writeMoment)).toEqual([
      '2000-07-01',
      '2001-01-01',
      '2001-07-01',
      '2002-01-01',
      '2002-07-01',
      '2003-01-01',
    ]);
    expect(formatTick(ticks[1], at(2003, 1, 28) - at(2000, 3, 25))).toBe('Jan 2001');
  });

  it('stand at days and hours for short ones', () => {
    expect(dateTicks(at(2000, 0, 1, 5), at(2000, 0, 21)).every((tick) => tick % DAY === 0)).toBe(true);
    expect(dateTicks(at(2000, 0, 1), at(2000, 0, 2)).every((tick) => tick % 3600 === 0)).toBe(true);
    expect(formatTick(at(2000, 0, 14), 20 * DAY)).toBe('Jan 14');
    expect(formatTick(at(2000, 0, 14, 6), DAY)).toBe('Jan 14, 06:00');
  });

  it('are a few, inside, whatever the range', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e9 }), fc.integer({ min: 3600, max: 3e9 }), (from, range) => {
        const ticks = dateTicks(from, from + range);
        expect(ticks.length).toBeLessThanOrEqual(8);
        if (range > 200 * DAY) expect(ticks.length).toBeGreaterThanOrEqual(2);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(from - 0.02 * range);
          expect(tick).toBeLessThanOrEqual(from + 1.02 * range);
        }
      }),
    );
  });
});

it('a step is a day, or a bar where that is shorter', () => {
  expect(stepOf(5 * DAY)).toBe(DAY);
  expect(stepOf(900)).toBe(900);
});
