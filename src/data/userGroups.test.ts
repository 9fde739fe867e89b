import { expect, test } from 'vitest';
import { userGroupsOf } from './userGroups';

test('users are counted by group, those not known last', () => {
  const groups = userGroupsOf({
    gender: ['M', 'F', '', 'M', 'M'],
    age: ['17', '18', '24', '73', 'x'],
    occupation: ['writer', '', '', 'artist', 'writer'],
  });
  expect(groups?.gender).toEqual([
    { value: 'M', count: 3 },
    { value: 'F', count: 1 },
    { value: '', count: 1 },
  ]);
  // 18 and 24 are in one group, as MovieLens 1M has it
  expect(groups?.age).toEqual([
    { value: '1', count: 1 },
    { value: '18', count: 2 },
    { value: '56', count: 1 },
    { value: '', count: 1 },
  ]);
  expect(groups?.occupation).toEqual([
    { value: 'writer', count: 2 },
    { value: 'artist', count: 1 },
    { value: '', count: 2 },
  ]);
});

test('what no file says is null', () => {
  expect(userGroupsOf(null)).toBeNull();
  expect(userGroupsOf({ gender: null, age: ['30'], occupation: null })).toEqual({
    gender: null,
    age: [{ value: '25', count: 1 }],
    occupation: null,
  });
});
