/** What the rows of a map are: names, how popular, what they are coloured by. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '@/data/types';
import { FULL_RANKING } from '@/eval/protocol';
import type { Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import { byGenre, byNumber, type Colouring, plain } from './colourings';
import type { ColourBy, Which } from './mapSettings';

export interface RowFacts {
  /** [rows] films: ratings in training; users: films of theirs. null while not known */
  counts: ArrayLike<number> | null;
  nameOf(row: number): string;
}

/** @param userIds null while not known */
export function useRowFacts(datasetKey: string, which: Which, items: readonly Item[], numUsers: number): RowFacts {
  const { t } = useTranslation('map');
  const { value: popularity } = useAnswer((client) => client.popularity(datasetKey), [datasetKey]);
  const { value: users } = useAnswer(
    which === 'items' ? null : (client) => client.searchUsers(datasetKey, '', numUsers),
    [datasetKey, which, numUsers],
  );
  return useMemo(() => {
    if (which === 'items') return { counts: popularity, nameOf: (row: number) => items[row]?.title ?? '' };
    return {
      counts: users && Int32Array.from(users, ({ numInteractions }) => numInteractions),
      nameOf: (row: number) => t('userName', { id: users?.[row]?.userId ?? row }),
    };
  }, [which, popularity, users, items, t]);
}

/**
 * @param run whose ranks and metrics on test colour a map
 * @param rows the rows shown
 */
export function useColouring(
  colourBy: ColourBy,
  rows: Int32Array | null,
  items: readonly Item[],
  counts: ArrayLike<number> | null,
  run: Run | null,
): { colouring: Colouring | null; asking: boolean } {
  const runId = run?.finished ? run.id : null;
  const { value: measured, asking: isMeasuring } = useAnswer(
    runId === null || colourBy !== 'ndcg'
      ? null
      : async (client) => unwrap(await client.measure(runId, 'test', FULL_RANKING)),
    [runId, colourBy],
  );
  const { value: errors, asking: isRanking } = useAnswer(
    runId === null || colourBy !== 'error' ? null : async (client) => unwrap(await client.itemErrors(runId)),
    [runId, colourBy],
  );
  const asking = isMeasuring || isRanking;
  const colouring = useMemo(() => {
    if (rows === null) return null;
    const numbers = (numberOf: (row: number) => number) => byNumber(Float64Array.from(rows, numberOf));
    switch (colourBy) {
      case 'genre':
        return byGenre(items, rows);
      case 'year':
        return numbers((row) => items[row]?.year ?? Number.NaN);
      case 'popularity':
      case 'activity':
        return counts === null ? plain(rows.length) : numbers((row) => counts[row]);
      case 'error':
        return numbers((row) => errors?.meanRanks[row] ?? Number.NaN);
      case 'ndcg': {
        const { users, values } = measured?.perUser ?? { users: new Int32Array(0), values: null };
        const of = new Map(Array.from(users, (user, at) => [user, values?.['ndcg@10'][at] ?? Number.NaN]));
        return numbers((row) => of.get(row) ?? Number.NaN);
      }
      case 'none':
        return plain(rows.length);
    }
  }, [colourBy, rows, items, counts, measured, errors]);
  return { colouring, asking };
}
