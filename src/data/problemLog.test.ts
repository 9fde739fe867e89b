import { describe, expect, it } from 'vitest';
import { ProblemLog } from './problemLog';

const noNumber = (found: string) => ({ kind: 'not-a-number', column: 'rating', found, expected: 'a number' }) as const;

describe('ProblemLog', () => {
  it('groups by kind and column, most frequent first, and keeps twenty examples', () => {
    const log = new ProblemLog();
    log.add('a.csv', 1, { kind: 'missing', column: 'user', found: '(empty)', expected: 'an id' });
    for (let line = 2; line < 32; line++) log.add('a.csv', line, noNumber(`"${line}"`));
    expect(log.count).toBe(31);
    expect(log.first).toMatchObject({ line: 1, kind: 'missing', column: 'user' });
    const [numbers, missing] = log.groups();
    expect(numbers).toMatchObject({ kind: 'not-a-number', column: 'rating', count: 30 });
    expect(numbers.examples.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
    expect(missing).toMatchObject({ kind: 'missing', count: 1 });
  });

  it('writes them as CSV that no spreadsheet takes for formulas', async () => {
    const log = new ProblemLog();
    log.add('a,b.csv', 3, noNumber('"x"'));
    log.add('c.csv', 4, noNumber('=1+1'));
    expect(await log.toCsv().text()).toBe(
      [
        'kind,column,file,line,found,expected',
        'not-a-number,rating,"a,b.csv",3,"""x""",a number',
        "not-a-number,rating,c.csv,4,'=1+1,a number",
        '',
      ].join('\r\n'),
    );
  });

  it('counts more than it lists, and has examples of what only comes up after that', async () => {
    const log = new ProblemLog();
    for (let line = 1; line <= 100_050; line++) log.add('a.csv', line, noNumber('"x"'));
    const negative = { kind: 'negative', column: 'timestamp', found: '"-1"', expected: '0 or more' } as const;
    for (let line = 100_051; line <= 100_080; line++) log.add('a.csv', line, negative);
    expect([log.count, log.listed]).toEqual([100_080, 100_000]);
    expect(log.groups().map(({ kind, count, examples }) => [kind, count, examples.length])).toEqual([
      ['not-a-number', 100_050, 20],
      ['negative', 30, 20],
    ]);
    expect(log.groups()[1].examples[0]).toMatchObject({ line: 100_051, found: '"-1"' });
    expect((await log.toCsv().text()).split('\r\n')).toHaveLength(100_002);
  });
});
