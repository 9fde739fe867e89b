import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { splitFields } from './splitFields';

describe('splitFields', () => {
  it.each([
    ['a,b', ',', ['a', 'b']],
    ['', ',', ['']],
    ['"a,b",c', ',', ['a,b', 'c']],
    ['"a""b"', ',', ['a"b']],
    ['"",', ',', ['', '']],
    ['5" disc,"x"', ',', ['5" disc', 'x']],
    ['"a::b"::c', '::', ['a::b', 'c']],
    ['"a" b,c', ',', null],
    ['a,"b', ',', null],
  ])('cuts %j at %j', (record, delimiter, fields) => {
    expect(splitFields(record, delimiter)).toEqual(fields);
  });

  it('cuts whatever Papa Parse writes as Papa Parse does', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', '|'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), fc.boolean(), (fields, quotes) => {
        const record = Papa.unparse([fields], { quotes });
        expect(Papa.parse<string[]>(record, { delimiter: ',', newline: '\r\n' }).data[0] ?? ['']).toEqual(fields);
        expect(splitFields(record, ',')).toEqual(fields);
      }),
    );
  });
});
