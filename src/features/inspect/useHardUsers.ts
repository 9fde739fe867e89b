/** Walks through the users on whom the shown runs disagree, hardest first. */
import { useRef, useState } from 'react';
import { getClient } from '@/state/client';
import type { Run } from '@/state/runTypes';
import { hasWeights } from './chosenRuns';
import { type HardUser, hardUsers } from './hardUsers';

export interface HardUsers {
  /** 'tooFew': it takes two runs that can be asked */
  state: 'tooFew' | 'ready' | 'asking';
  /** the user that was found last */
  found: HardUser | null;
  /** The next hardest user's index; null if none was found. The lists are asked for anew when the runs have changed. */
  next(): Promise<number | null>;
}

/** Random disagrees with everybody: it says nothing about a user. */
export function useHardUsers(columns: Run[], numUsers: number): HardUsers {
  const [asking, setAsking] = useState(false);
  const [found, setFound] = useState<HardUser | null>(null);
  const ranked = useRef<{ key: string; users: HardUser[]; next: number } | null>(null);
  const runs = columns.filter((run) => run.request.model !== 'random' && hasWeights(run) && run.status !== 'failed');
  const key = runs.map((run) => `${run.id} ${run.history.length} ${run.finished !== null}`).join(' ');
  return {
    state: asking ? 'asking' : runs.length < 2 ? 'tooFew' : 'ready',
    found,
    async next() {
      setAsking(true);
      try {
        if (ranked.current?.key !== key) {
          const client = await getClient();
          const users = await hardUsers(
            client,
            runs.map(({ id }) => id),
            numUsers,
          );
          ranked.current = { key, users, next: 0 };
        }
        const { users, next } = ranked.current;
        const user = users[next % users.length] ?? null;
        ranked.current.next = next + 1;
        setFound(user);
        return user?.userIndex ?? null;
      } finally {
        setAsking(false);
      }
    },
  };
}
