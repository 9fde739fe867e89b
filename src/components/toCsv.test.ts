import { expect, test } from 'vitest';
import { toCsv } from './toCsv';

test('quotes what needs quotes and leaves gaps empty', () => {
  expect(
    toCsv(
      ['film', 'n'],
      [
        ['Good, Bad & "Ugly"', 3],
        ['Heat', null],
      ],
    ),
  ).toBe('film,n\r\n"Good, Bad & ""Ugly""",3\r\nHeat,\r\n');
});
