/** What each run found of the planted truth; runs are asked one after another, and rows come as they answer. */
import { useEffect, useRef, useState } from 'react';
import type { Point } from '@/components/charts/types';
import type { SampleTruth } from '@/data/synthetic/truth';
import { type ErrorData, toErrorData } from '@/lib/errors';
import { getClient } from '@/state/client';
import type { Run } from '@/state/runTypes';
import { unwrap } from '@/state/useAnswer';
import { epochOf } from '../inside/insideRuns';
import {
  type Found,
  headShare,
  type Neighbourhoods,
  neighbourhoods,
  neighboursByChance,
  nextParts,
  profilesOf,
  tasteCurve,
  tasteMatch,
} from './measures';

export interface TruthRow {
  taste: number;
  last: Found;
  any: Found;
  head: number;
  /** null where there are no embeddings of films */
  near: Neighbourhoods | null;
  /** [users * listLength] */
  lists: Int32Array;
  /** [users * genres] of the lists */
  profiles: Float64Array;
  curve: Point[];
}

export interface TruthRows {
  oracle: TruthRow;
  chance: TruthRow;
  /** by run id; a run that is not there has not answered yet */
  found: Record<string, TruthRow | { error: ErrorData }>;
}

export function rowOfLists(truth: SampleTruth, lists: Int32Array, near: Neighbourhoods | null): TruthRow {
  const profiles = profilesOf(truth, lists, truth.listLength);
  return {
    taste: tasteMatch(truth, profiles),
    ...nextParts(truth, lists, truth.listLength),
    head: headShare(truth, lists),
    near,
    lists,
    profiles,
    curve: tasteCurve(truth, profiles),
  };
}

export function useTruthRows(runs: readonly Run[], truth: SampleTruth): TruthRows {
  const [found, setFound] = useState<Record<string, TruthRow | { error: ErrorData }>>({});
  const [bounds] = useState(() => ({
    oracle: rowOfLists(truth, truth.oracle, null),
    chance: rowOfLists(truth, truth.chance, neighboursByChance(truth)),
  }));
  const asked = useRef(new Set<string>());
  const keys = runs.map(epochOf).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs are new objects at every event; their epochs are not
  useEffect(() => {
    let current = true;
    const ask = async () => {
      const client = await getClient();
      for (const run of runs) {
        const key = epochOf(run);
        if (!current) return;
        if (asked.current.has(key)) continue;
        asked.current.add(key);
        const answer = await rowOfRun(client, run, truth).catch((thrown: unknown) => ({ error: toErrorData(thrown) }));
        setFound((before) => ({ ...before, [run.id]: answer }));
      }
    };
    void ask();
    return () => {
      current = false;
    };
  }, [keys, truth]);
  return { ...bounds, found };
}

async function rowOfRun(
  client: Awaited<ReturnType<typeof getClient>>,
  run: Run,
  truth: SampleTruth,
): Promise<TruthRow> {
  const { listLength, tastes, genres } = truth;
  const users = Array.from({ length: tastes.length / genres.length }, (_, user) => user);
  const lists = unwrap(await client.recommend(run.id, users, { k: listLength, excludeSeen: true }));
  const embedding = unwrap(await client.embeddings(run.id, 'items'));
  return rowOfLists(
    truth,
    Int32Array.from(lists.flatMap((list) => list.map(({ itemIndex }) => itemIndex))),
    embedding && neighbourhoods(truth, embedding),
  );
}
