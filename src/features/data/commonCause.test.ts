import { expect, test } from 'vitest';
import type { ProblemGroup, ProblemKind } from '@/worker/protocolImport';
import { commonCause } from './commonCause';

function group(kind: ProblemKind, count: number, found: string[]): ProblemGroup {
  const examples = found.map((text, i) => ({ file: 'a.csv', line: i + 1, found: text, expected: '' }));
  return { kind, column: 'rating', count, examples };
}

test('one cause is named only where most rows share it', () => {
  const comma = group('not-a-number', 10, ['"4,5"', '3,5', '"n/a"']);
  expect(commonCause([comma])).toBe('decimal-comma');
  expect(commonCause([comma, group('missing', 11, [''])])).toBeNull();
  expect(commonCause([group('not-a-number', 10, ['"Quiet Orbit"', '"Drama"'])])).toBe('wrong-column');
  expect(commonCause([group('not-a-number', 1, ['"Quiet Orbit"'])])).toBeNull();
  expect(commonCause([group('field-count', 2, ['3 fields', '5 fields'])])).toBe('wrong-delimiter');
  expect(commonCause([])).toBeNull();
});
