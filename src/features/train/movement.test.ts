import { describe, expect, it } from 'vitest';
import { movements } from './movement';

describe('movements', () => {
  it('tells what rose, fell, stayed and came in', () => {
    expect(movements([7, 3, 9, 1], [3, 7, 5, 1])).toEqual([
      { kind: 'up', by: 1 },
      { kind: 'down', by: 1 },
      { kind: 'new' },
      { kind: 'same' },
    ]);
  });

  it('says nothing about a first list', () => {
    expect(movements([7, 3], null)).toEqual([null, null]);
  });
});
