import { describe, expect, it } from 'vitest';
import { atOnce, type Pieces } from '@/lib/pieces';
import { breathing } from './importControl';
import { prepare, prepareInPieces } from './prepare';
import { tableOf, userRows } from './testSupport';
import { DEFAULT_PREPARE } from './types';

/** Pieces of 50 ms each, more than work without a pause may take. */
function* slow(count: number, done: number[]): Pieces<string> {
  for (let piece = 0; piece < count; piece++) {
    const end = performance.now() + 50;
    while (performance.now() < end);
    done.push(piece);
    yield;
  }
  return 'whole';
}

describe('breathing', () => {
  it('gives what the work gives in one go', async () => {
    const table = tableOf([...userRows('a', 10), ...userRows('b', 12)]);
    const settings = { ...DEFAULT_PREPARE, minPerItem: 2 };
    const inPieces = await breathing(prepareInPieces(table, settings), {});
    expect(inPieces).toEqual(prepare(table, settings));
    expect(await breathing(slow(2, []), {})).toBe(atOnce(slow(2, [])));
  });

  it('hears between two pieces that it was cancelled', async () => {
    const controller = new AbortController();
    const done: number[] = [];
    const working = breathing(slow(10, done), { signal: controller.signal });
    setTimeout(() => controller.abort());
    await expect(working).rejects.toMatchObject({ code: 'cancelled' });
    expect(done.length).toBeLessThan(3);
  });

  it('hands on what a piece throws', async () => {
    const failing = prepareInPieces(tableOf(userRows('a', 3)), DEFAULT_PREPARE);
    await expect(breathing(failing, {})).rejects.toMatchObject({ code: 'too-few-interactions' });
  });
});
