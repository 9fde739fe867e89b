/** What several runs look at in the same sequence. */
import type { ErrorData } from '@/lib/errors';
import type { AttentionMaps } from '@/models/attention';
import type { Run } from '@/state/runTypes';
import { useAnswer } from '@/state/useAnswer';
import type { SequenceOf } from '@/worker/protocol';
import { epochOf } from '../inside/insideRuns';

export interface RunAttention {
  runId: string;
  maps: AttentionMaps | null;
  error: ErrorData | null;
}

export interface Attentions {
  /** by run; those of the question before stay while the next is asked */
  of: ReadonlyMap<string, RunAttention>;
  asking: boolean;
}

const NONE: ReadonlyMap<string, RunAttention> = new Map();

/** @param of null asks nothing */
export function useAttentions(runs: readonly Run[], of: SequenceOf | null): Attentions {
  const { value, asking } = useAnswer(
    of === null
      ? null
      : async (client) => {
          const answers = await Promise.all(
            runs.map(async ({ id }): Promise<RunAttention> => {
              const answer = await client.attention(id, of);
              return answer.ok
                ? { runId: id, maps: answer.value, error: null }
                : { runId: id, maps: null, error: answer.error };
            }),
          );
          return new Map(answers.map((answer) => [answer.runId, answer]));
        },
    [runs.map(epochOf).join(' '), JSON.stringify(of)],
  );
  return { of: value ?? NONE, asking };
}
