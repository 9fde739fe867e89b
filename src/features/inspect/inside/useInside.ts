/** A question about the inside of a run, asked again at the end of each epoch. */
import type { AnswerTo, InsideQuestion } from '@/models/inside';
import type { Run } from '@/state/runTypes';
import { type Answer, unwrap, useAnswer } from '@/state/useAnswer';
import { epochOf } from './insideRuns';

export interface InsideOf<Question extends InsideQuestion> {
  runId: string;
  answer: AnswerTo<Question>;
  userIds: Record<number, string>;
}

/** @param question null asks nothing */
export function useInside<Question extends InsideQuestion>(
  run: Run,
  question: Question | null,
): Answer<InsideOf<Question>> {
  return useAnswer(
    question === null
      ? null
      : async (client): Promise<InsideOf<Question>> => {
          const { answer, userIds } = unwrap(await client.inside(run.id, question));
          // the worker answers the kind of question that it was asked
          return { runId: run.id, answer: answer as AnswerTo<Question>, userIds };
        },
    [epochOf(run), JSON.stringify(question)],
  );
}
