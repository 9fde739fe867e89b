/** The CPU worker from a data set to a comparison of two runs, as the page asks for it. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_PREPARE } from '@/data/types';
import { FULL_RANKING, SAMPLED_RANKING } from '@/eval/protocol';
import { DEFAULT_SIGNIFICANCE } from '@/eval/types';
import type { BaselineId } from '@/models/types';
import { DEFAULT_EARLY_STOPPING } from '@/train/types';
import { CpuHost } from './cpuHost';
import type { Outcome, RunEvent } from './protocol';

function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.value;
}

/** A host, its sample's key, and the run that ends next. */
async function startHost() {
  const host = new CpuHost();
  const { port1, port2 } = new MessageChannel();
  await host.connectEvents(port1);
  const { key } = unwrap(await host.loadSample(DEFAULT_PREPARE));
  const fitted = async (runId: string, model: BaselineId, datasetKey: string) => {
    const finished = new Promise<Extract<RunEvent, { type: 'finished' }>>((resolve, reject) => {
      port2.onmessage = ({ data }: MessageEvent<RunEvent>) => {
        if (data.type === 'finished' && data.runId === runId) resolve(data);
        if (data.type === 'failed') reject(new Error(data.error.message));
      };
    });
    await host.fitBaseline({
      runId,
      model,
      config: {},
      seed: 1,
      datasetKey,
      earlyStopping: DEFAULT_EARLY_STOPPING,
    });
    return finished;
  };
  return { host, key, fitted, close: () => port2.close() };
}

describe('CpuHost', () => {
  it('refits a baseline: nothing to validate on, test measured under a protocol of its own', async () => {
    const { host, key, fitted, close } = await startHost();
    const plain = await fitted('plain', 'popularity', key);
    const refit = await fitted('refit', 'popularity', `${key}/refit`);
    expect(plain.valid.numUsers).toBeGreaterThan(0);
    expect(refit.valid.numUsers).toBe(0);
    expect(refit.test.numUsers).toBe(plain.test.numUsers);
    expect(refit.test.protocol).toMatchObject({ refit: true, split: plain.test.protocol.split });
    expect(refit.test.protocol.hash).not.toBe(plain.test.protocol.hash);
    // Popularity counted over validation too is another ranking, of the same candidates.
    expect(refit.test.values).not.toEqual(plain.test.values);
    const candidates = async (runId: string) => {
      const { numCandidates, numRelevant } = unwrap(await host.inspector.explainUser(runId, 5, 'test', FULL_RANKING));
      return { numCandidates, numRelevant };
    };
    expect(await candidates('refit')).toEqual(await candidates('plain'));
    close();
  });

  it('measures what an event told, and tests a difference user by user', async () => {
    const { host, key, fitted, close } = await startHost();
    const popular = await fitted('popular', 'popularity', key);
    await fitted('random', 'random', key);
    const measured = async (runId: string) => unwrap(await host.inspector.measure(runId, 'test', FULL_RANKING));
    const [a, b] = [await measured('random'), await measured('popular')];
    expect(b.table).toEqual(popular.test);
    const options = { ...DEFAULT_SIGNIFICANCE, rounds: 500 };
    const comparison = unwrap(await host.compareUsers(a.perUser, b.perUser, 'ndcg@10', options));
    expect(comparison.difference).toBeCloseTo(b.table.values['ndcg@10'] - a.table.values['ndcg@10'], 6);
    expect(comparison.pValue).toBeCloseTo(1 / 501, 12);
    expect(comparison.interval.low).toBeGreaterThan(0);
    expect(comparison.wins).toBeGreaterThan(comparison.losses);
    const several = unwrap(await host.compareSeveral(a.perUser, [b.perUser, a.perUser], 'ndcg@10', options));
    expect(several.map(({ adjustedPValue }) => adjustedPValue)).toEqual([2 / 501, 1]);
    expect(unwrap(await host.spread([a.perUser, b.perUser], 'ndcg@10')).numRuns).toBe(2);
    const sampled = unwrap(await host.inspector.measure('random', 'test', SAMPLED_RANKING));
    // Chance finds a user's only item among 100 in one of ten lists of 10; users here have several.
    expect(sampled.table.values['hitRate@10']).toBeGreaterThan(0.1);
    await host.remove('popular');
    expect(await host.inspector.measure('popular', 'test', FULL_RANKING)).toMatchObject({ ok: false });
    close();
  });
});
