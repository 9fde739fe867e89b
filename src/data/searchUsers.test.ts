import { describe, expect, it } from 'vitest';
import { prepare } from './prepare';
import { searchUsers } from './searchUsers';
import { type Row, tableOf } from './testSupport';
import { DEFAULT_PREPARE } from './types';

const rows: Row[] = ['210', '31', '12', '1', '120'].flatMap((user, u) =>
  [1, 2, 3, 4, 5].map((i): Row => [user, u === 1 && i === 5 ? 'cafe' : `i${i}`, 4, i]),
);
const table = tableOf(rows);
const titles: Record<string, string> = { cafe: 'Le Café Noir', i1: '12 Lanterns', i5: 'ÎLE' };
for (const item of table.items) item.title = titles[item.id] ?? item.title;
const dataset = prepare(table, DEFAULT_PREPARE);
const found = (query: string, limit = 10) =>
  searchUsers(dataset, query, limit).map(({ userId, because }) =>
    because === null ? userId : `${userId}: ${because}`,
  );

describe('searchUsers', () => {
  it('finds users whose id starts so, the shortest first, then those by title', () => {
    expect(found('1')).toEqual(['1', '12', '120', '210: 12 Lanterns', '31: 12 Lanterns']);
    expect(found(' 12 ')).toEqual(['12', '120', '210: 12 Lanterns', '31: 12 Lanterns', '1: 12 Lanterns']);
  });

  it('finds titles in any part, without case and accents', () => {
    expect(found('cafe n')).toEqual(['31: Le Café Noir']);
    expect(found('CAFÉ')).toEqual(['31: Le Café Noir']);
    expect(found('ile')).toEqual(['210: ÎLE', '12: ÎLE', '1: ÎLE', '120: ÎLE']);
  });

  it('counts the interactions of all parts', () => {
    expect(searchUsers(dataset, '31', 1)).toEqual([{ userIndex: 1, userId: '31', numInteractions: 5, because: null }]);
  });

  it('finds the first users for nothing, nobody for nonsense, and never more than asked for', () => {
    expect(found('', 2)).toEqual(['210', '31']);
    expect(found('xyzzy')).toEqual([]);
    expect(found('1', 2)).toEqual(['1', '12']);
    expect(found('1', 4)).toEqual(['1', '12', '120', '210: 12 Lanterns']);
  });
});
