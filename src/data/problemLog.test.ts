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

  it('counts more than it keeps', async () => {
    const log = new ProblemLog();
    for (let line = 1; line <= 100_050; line++) log.add('a.csv', line, noNumber('"x"'));
    expect(log.count).toBe(100_050);
    expect(log.groups()[0].count).toBe(100_050);
    expect((await log.toCsv().text()).split('\r\n')).toHaveLength(100_002);
  });
});
