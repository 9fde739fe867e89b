/** Lists made on the device against lists from scores that were read: the same numbers, to the last digit. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '@/engine/createEngine';
import type { BackendName, Engine, HostArray } from '@/engine/types';
import { evaluate } from '@/eval/evaluate';
import { topLists } from '@/eval/topLists';
import type { Candidates, Protocol, SplitParts } from '@/eval/types';
import { type RowLists, rowListsFromPairs } from '@/lib/csr';
import type { NeuralModel, Scorer } from '@/models/types';
import { neuralScorer, openRanking } from '../neuralScorer';

const NOTHING = new Int32Array(0);

/** Scores are products of two small whole numbers: exact, and many of them equal. */
function tableModel(numUsers: number, numItems: number, values: number[], blockSize: number): NeuralModel {
  const table = (rows: number, offset: number): HostArray => ({
    shape: [rows, 2],
    data: Float32Array.from({ length: 2 * rows }, (_, i) => values[(i * 7 + offset) % values.length]),
  });
  return {
    initialParameters: () => ({ users: table(numUsers, 0), items: table(numItems, 3) }),
    sharedByScores: (ops, p) => ({ halved: ops.scale(p.items, 0.5) }),
    scoreInputs: (users) => ({ users: { shape: [users.length], data: users } }),
    score: (ops, p, { users }) => ops.scoreAll(ops.embed(p.users, users), p.halved),
    scoreBlock: blockSize,
  } as Partial<NeuralModel> as NeuralModel;
}

const rowsOf = (rows: number[][]): RowLists =>
  rowListsFromPairs(
    rows.length,
    rows.flatMap((row, user) => row.map(() => user)),
    rows.flat(),
  );

/** Users may have nothing to find, or only what they have seen, or have seen everything. */
const cases = fc.integer({ min: 1, max: 60 }).chain((numItems) => {
  const item = fc.integer({ min: 0, max: numItems - 1 });
  const lists = (numUsers: number, most: number) =>
    fc.array(fc.array(item, { maxLength: most }), { minLength: numUsers, maxLength: numUsers }).map(rowsOf);
  return fc.integer({ min: 1, max: 9 }).chain((numUsers) =>
    fc.record({
      numUsers: fc.constant(numUsers),
      numItems: fc.constant(numItems),
      train: lists(numUsers, 80),
      valid: lists(numUsers, 3),
      test: lists(numUsers, 12),
      givenNegatives: lists(numUsers, 20),
      values: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 12 }),
      blockSize: fc.integer({ min: 1, max: 10 }),
      part: fc.constantFrom('valid' as const, 'test' as const),
      candidates: fc.constantFrom<Candidates>('full', 'given', { sampled: 7, by: 'popularity', seed: 3 }),
      k: fc.integer({ min: 1, max: 110 }),
    }),
  );
});

export function describeRanking(backend: BackendName): void {
  describe(`ranking on ${backend}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await createEngine(backend);
    });
    afterAll(() => engine.dispose());

    async function withScorers(model: NeuralModel, use: (read: Scorer, device: Scorer) => Promise<void>) {
      const parameters = engine.createParameters(model.initialParameters());
      const before = engine.memory().numTensors;
      const { blockSize, score } = neuralScorer(engine, parameters, model);
      const open = (history: RowLists) => openRanking(engine, parameters, model, history);
      await use({ blockSize, score }, { blockSize, score, openRanking: open });
      expect(engine.memory().numTensors).toBe(before);
      parameters.dispose();
    }

    it('measures what is measured from scores, with ties, short lists and whatever candidates', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ numUsers, numItems, values, blockSize, part, candidates, k, ...lists }) => {
          const parts: SplitParts = { items: { length: numItems }, ...lists };
          const options = { protocol: {} as Protocol, candidates };
          await withScorers(tableModel(numUsers, numItems, values, blockSize), async (read, device) => {
            const expected = await evaluate(read, parts, part, options);
            expect({ ...(await evaluate(device, parts, part, options)), scoringMsPerUser: 0 }).toEqual({
              ...expected,
              scoringMsPerUser: 0,
            });
            const users = Int32Array.from({ length: numUsers }, (_, user) => user);
            const listsOf = async (scorer: Scorer) => {
              const blocks = [];
              const requestOf = () => ({ seen: NOTHING, relevant: NOTHING, candidates: null });
              for await (const block of topLists(scorer, users, { history: parts.train, numItems, k, requestOf })) {
                blocks.push({ ...block, elapsedMs: 0 });
              }
              return blocks;
            };
            expect(await listsOf(device)).toEqual(await listsOf(read));
          });
        }),
        { numRuns: 60 },
      );
    });

    it('refuses scores that are no numbers, of seen items too', async () => {
      const model = tableModel(2, 30, [1], 2);
      const values = model.initialParameters();
      values.items.data[2 * 17] = Number.NaN;
      const parts = {
        items: { length: 30 },
        train: rowsOf([[17], [17]]),
        valid: rowsOf([[3], [4]]),
        test: rowsOf([[], []]),
      };
      await withScorers({ ...model, initialParameters: () => values }, async (read, device) => {
        for (const scorer of [read, device]) {
          await expect(evaluate(scorer, parts, 'valid', { protocol: {} as Protocol })).rejects.toMatchObject({
            code: 'nan-loss',
            details: { item: 17 },
          });
        }
      });
    });

    it('keeps to the parameters of the moment it was opened, in what the scores share', async () => {
      const model = tableModel(1, 3, [1, 2, -1], 1);
      const parameters = engine.createParameters(model.initialParameters());
      const history = rowsOf([[]]);
      const ranking = openRanking(engine, parameters, model, history);
      const first = await ranking.topK(Int32Array.of(0), new Int32Array(1), 3);
      const items = { shape: [3, 2], data: new Float32Array(6) };
      engine.writeValues(parameters, { items });
      expect(await ranking.topK(Int32Array.of(0), new Int32Array(1), 3)).toEqual(first);
      ranking.close();
      parameters.dispose();
    });
  });
}
