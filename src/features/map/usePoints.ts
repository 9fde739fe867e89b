/** What the rows of a map are: names, how popular, what they are coloured by. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '@/data/types';
import { FULL_RANKING } from '@/eval/protocol';
import type { Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import { byGenre, byNumber, byNumbers, type Colouring, plain } from './colourings';
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

/** What one map is coloured by. */
export interface MapColouring {
  /** null before there are rows */
  colouring: Colouring | null;
  /** the numbers behind the colours are on their way */
  asking: boolean;
}

/**
 * Colours of a map, and of the one beside it. What is measured of a run is measured of each; both share the steps, so that
 * a colour means the same in both.
 * @param rows the rows shown
 */
export function useColourings(
  colourBy: ColourBy,
  rows: Int32Array | null,
  items: readonly Item[],
  counts: ArrayLike<number> | null,
  run: Run | null,
  beside: Run | null,
): MapColouring[] {
  const first = useMeasuredRows(colourBy, run);
  const second = useMeasuredRows(colourBy, beside);
  const isPair = beside !== null;
  const colourings = useMemo(() => {
    if (rows === null) return null;
    const alike = (colouring: Colouring) => [colouring, colouring];
    const numbers = (numberOf: (row: number) => number) => Float64Array.from(rows, numberOf);
    switch (colourBy) {
      case 'genre':
        return alike(byGenre(items, rows));
      case 'year':
        return alike(byNumber(numbers((row) => items[row]?.year ?? Number.NaN)));
      case 'popularity':
      case 'activity':
        return alike(counts === null ? plain(rows.length) : byNumber(numbers((row) => counts[row])));
      case 'error':
      case 'ndcg': {
        const measured = isPair ? [first, second] : [first];
        return byNumbers(measured.map(({ values }) => numbers((row) => values?.get(row) ?? Number.NaN)));
      }
      case 'none':
        return alike(plain(rows.length));
    }
  }, [colourBy, rows, items, counts, isPair, first, second]);
  return [first, second].map(({ asking }, at) => ({ colouring: colourings?.[at] ?? null, asking }));
}

/** What a run's test tells of each row: mean place of a film where it was held out, or a user's NDCG@10. */
function useMeasuredRows(colourBy: ColourBy, run: Run | null): { values: Map<number, number> | null; asking: boolean } {
  const runId = run?.finished ? run.id : null;
  const isAsked = runId !== null && (colourBy === 'ndcg' || colourBy === 'error');
  const { value, asking } = useAnswer(
    isAsked
      ? async (client) => {
          const of = { runId, colourBy };
          if (colourBy === 'error') {
            const { meanRanks } = unwrap(await client.itemErrors(runId));
            return { ...of, values: new Map(Array.from(meanRanks, (rank, row) => [row, rank])) };
          }
          const { perUser } = unwrap(await client.measure(runId, 'test', FULL_RANKING));
          const { users, values } = perUser;
          return { ...of, values: new Map(Array.from(users, (user, at) => [user, values['ndcg@10'][at]])) };
        }
      : null,
    [runId, colourBy],
  );
  // numbers of another run are not this map's
  const isOwn = value !== null && value.runId === runId && value.colourBy === colourBy;
  const values = isOwn ? value.values : null;
  const isWaiting = isAsked && (asking || (value !== null && !isOwn));
  return useMemo(() => ({ values, asking: isWaiting }), [values, isWaiting]);
}
