/** Every weight of a run's attention as a table: one row for each cell of each block and head. */
import { toCsv } from '@/components/toCsv';
import type { Item } from '@/data/types';
import type { AttentionMaps } from '@/models/attention';
import { mapOf } from './attentionMaps';

/** Places, blocks and heads count from 1; places in the whole sequence. */
export function attentionCsv(run: string, maps: AttentionMaps, items: readonly Item[]): string {
  const { numBlocks, numHeads, numEarlier } = maps;
  const length = maps.items.length;
  const film = (place: number) => {
    const { id, title } = items[maps.items[place]];
    return [numEarlier + place + 1, id, title];
  };
  const rows: (string | number)[][] = [];
  for (let block = 0; block < numBlocks; block++) {
    for (let head = 0; head < numHeads; head++) {
      const map = mapOf(maps, block, head);
      for (let row = 0; row < length; row++) {
        for (let column = 0; column <= row; column++) {
          rows.push([run, block + 1, head + 1, ...film(row), ...film(column), map[row * length + column]]);
        }
      }
    }
  }
  return toCsv(
    [
      'run',
      'block',
      'head',
      'place',
      'item_id',
      'title',
      'looks_at_place',
      'looks_at_item_id',
      'looks_at_title',
      'weight',
    ],
    rows,
  );
}
