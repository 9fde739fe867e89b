/** The films that a run would show a user: what there is to look at without searching. */
import type { Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import { epochOf } from './insideRuns';

const SHOWN = 5;

/** @returns item indices, best first; null until they are known */
export function useTopFilms(run: Run, userIndex: number): number[] | null {
  const { value } = useAnswer(
    async (client) => {
      const [list] = unwrap(await client.recommend(run.id, [userIndex], { k: SHOWN, excludeSeen: true }));
      return { runId: run.id, userIndex, films: list.map(({ itemIndex }) => itemIndex) };
    },
    [epochOf(run), userIndex],
  );
  return value?.runId === run.id && value.userIndex === userIndex ? value.films : null;
}
