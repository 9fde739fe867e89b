/** One run on one part under one scope: table, users, slices. What training has done is only asked for its scores. */
import type { PreparedDataset } from '@/data/types';
import type { Scorer } from '@/lib/scorer';
import { type EvaluationControl, type EvaluationResult, evaluate, knownOn } from './evaluate';
import { fixedUsers, protocolOf } from './protocol';
import { cutSlices } from './slices';
import type { Measured, RankingScope } from './types';

/** The users of a scope; undefined for all. Drawn by the split's seed, so that they are part of the protocol. */
function usersOf(dataset: PreparedDataset, { numUsersSampled }: RankingScope): Int32Array | undefined {
  const numUsers = dataset.userIds.length;
  if (numUsersSampled === null || numUsersSampled >= numUsers) return undefined;
  return fixedUsers(numUsers, numUsersSampled, dataset.summary.settings.seed);
}

/**
 * Ranks and measures as a scope says, under the protocol that belongs to it.
 * @throws PlaygroundError as `evaluate`
 */
export function evaluateScope(
  scorer: Scorer,
  dataset: PreparedDataset,
  part: 'valid' | 'test',
  scope: RankingScope,
  control: EvaluationControl = {},
): Promise<EvaluationResult> {
  return evaluate(scorer, dataset, part, {
    ...control,
    protocol: protocolOf(dataset.summary, scope),
    candidates: scope.candidates,
    users: usersOf(dataset, scope),
  });
}

/** `evaluateScope` with slices, for looking closely at a run. */
export async function measure(
  scorer: Scorer,
  dataset: PreparedDataset,
  part: 'valid' | 'test',
  scope: RankingScope,
  control: EvaluationControl = {},
): Promise<Measured> {
  return withSlices(dataset, await evaluateScope(scorer, dataset, part, scope, control));
}

/** What an evaluation measured, and its slices. */
export function withSlices(dataset: PreparedDataset, { table, perUser, lists }: EvaluationResult): Measured {
  const { part } = table;
  const known = knownOn(part, dataset);
  const slices = cutSlices({ parts: dataset, known, relevant: dataset[part], perUser, lists });
  return { table, perUser, slices };
}
