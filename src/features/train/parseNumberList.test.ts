import { describe, expect, it } from 'vitest';
import { parseNumberList } from './parseNumberList';

describe('parseNumberList', () => {
  it('reads lists as people type them', () => {
    expect(parseNumberList('128, 64, 32')).toEqual([128, 64, 32]);
    expect(parseNumberList(' 128 64;32 ')).toEqual([128, 64, 32]);
    expect(parseNumberList('[0.5,0.25]')).toEqual([0.5, 0.25]);
    expect(parseNumberList('1e-3')).toEqual([0.001]);
  });

  it('reads nothing as an empty list', () => {
    expect(parseNumberList('  ')).toEqual([]);
    expect(parseNumberList('[]')).toEqual([]);
  });

  it('refuses what is no number', () => {
    expect(parseNumberList('128, wide')).toBeNull();
    expect(parseNumberList('64x2')).toBeNull();
    expect(parseNumberList('Infinity')).toBeNull();
  });
});
