import { beforeEach, describe, expect, it, vi } from 'vitest';
import { prepare } from '@/data/prepare';
import { syntheticSample } from '@/data/synthetic';
import { DEFAULT_PREPARE } from '@/data/types';
import { evaluateScope } from '@/eval/measure';
import { FULL_RANKING, SAMPLED_RANKING } from '@/eval/protocol';
import type { RankingScope } from '@/eval/types';
import { rowOf } from '@/lib/csr';
import type { Scorer } from '@/lib/scorer';
import type { Explainer } from '@/models/types';
import type { Outcome } from './protocol';
import { type InspectableRun, RunInspectorHost } from './runInspectorHost';

const dataset = prepare(syntheticSample().table, DEFAULT_PREPARE);

let host: RunInspectorHost;
let run: InspectableRun;
let asked: number;

beforeEach(() => {
  host = new RunInspectorHost();
  asked = 0;
  const scorer: Scorer = {
    blockSize: 100,
    score: async (users) => {
      asked++;
      const scores = new Float32Array(users.length * dataset.items.length);
      users.forEach((_, b) => {
        scores.set(dataset.popularity, b * dataset.items.length);
      });
      return scores;
    },
  };
  const explainer: Explainer = {
    why: async (_user, _history, item) => ({ kind: 'count', score: dataset.popularity[item], numUsers: 1 }),
    foldIn: async () => Float32Array.from(dataset.popularity),
  };
  run = { dataset, scorer, embeddings: async () => null, explainer, version: '1', ended: true };
  host.hold('a', run);
});

function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.value;
}

describe('measure', () => {
  it('measures one run full and sampled without asking for it to be trained, and keeps both', async () => {
    const full = unwrap(await host.measure('a', 'test', FULL_RANKING));
    const sampled = unwrap(await host.measure('a', 'test', SAMPLED_RANKING));
    expect(full.table.numUsers).toBeGreaterThan(500);
    expect(sampled.table.numUsers).toBe(full.table.numUsers);
    expect(sampled.table.protocol.hash).not.toBe(full.table.protocol.hash);
    expect(sampled.table.values['hitRate@10']).toBeGreaterThan(full.table.values['hitRate@10']);
    expect(full.slices.map(({ family }) => family)).toContain('activity');
    const before = asked;
    expect(unwrap(await host.measure('a', 'test', { ...FULL_RANKING }))).toBe(full);
    expect(unwrap(await host.measure('a', 'test', structuredClone(SAMPLED_RANKING)))).toBe(sampled);
    expect(asked).toBe(before);
    const { userIndex, values } = unwrap(await host.explainUser('a', full.perUser.users[3], 'test', FULL_RANKING));
    expect(userIndex).toBe(full.perUser.users[3]);
    expect(values['ndcg@10']).toBeCloseTo(full.perUser.values['ndcg@10'][3], 6);
  });

  it('need not measure what was measured elsewhere, until the run has changed', async () => {
    const { scorer } = run;
    const evaluation = await evaluateScope(scorer, dataset, 'test', FULL_RANKING);
    const before = asked;
    host.remember('a', FULL_RANKING, evaluation);
    const known = unwrap(await host.measure('a', 'test', { ...FULL_RANKING }));
    expect(asked).toBe(before);
    host.hold('b', { ...run });
    expect(unwrap(await host.measure('b', 'test', FULL_RANKING))).toEqual(known);
    host.hold('a', { ...run, version: '2' });
    await host.measure('a', 'test', FULL_RANKING);
    expect(asked).toBe(3 * before);
  });

  it('measures once for two who ask at the same time, and tells both of the progress', async () => {
    const heard = [vi.fn(), vi.fn()];
    const [first, second] = await Promise.all(
      heard.map((onProgress) => host.measure('a', 'test', FULL_RANKING, onProgress)),
    );
    expect(unwrap(first)).toBe(unwrap(second));
    const { numUsers } = unwrap(first).table;
    expect(asked).toBe(Math.ceil(numUsers / 100));
    for (const onProgress of heard) {
      expect(onProgress).toHaveBeenCalledTimes(asked);
      expect(onProgress).toHaveBeenLastCalledWith(numUsers, numUsers);
    }
  });

  it('can be cancelled, and asked again', async () => {
    const waiting = host.measure('a', 'test', FULL_RANKING, () => void host.cancelMeasure('a'));
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(asked).toBe(1);
    expect((await host.measure('a', 'test', FULL_RANKING)).ok).toBe(true);
  });

  it('is cancelled when the run is forgotten', async () => {
    const waiting = host.measure('a', 'test', FULL_RANKING, () => host.forget('a'));
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(await host.measure('a', 'test', FULL_RANKING)).toMatchObject({ ok: false, error: { code: 'unknown' } });
  });

  it('does not mix moments of a run that trains on, and measures its new parameters anew', async () => {
    run.ended = false;
    const mixed = host.measure('a', 'valid', FULL_RANKING, () => {
      run.version = '2';
    });
    expect(await mixed).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    const before = unwrap(await host.measure('a', 'valid', FULL_RANKING));
    run.version = '3';
    expect(unwrap(await host.measure('a', 'valid', FULL_RANKING))).not.toBe(before);
  });

  it('does not read test before the run has ended', async () => {
    run.ended = false;
    const refused = { ok: false, error: { code: 'invalid-config', message: expect.stringContaining('has not ended') } };
    expect(await host.measure('a', 'test', FULL_RANKING)).toMatchObject(refused);
    expect(await host.explainUser('a', 0, 'test', FULL_RANKING)).toMatchObject(refused);
    expect((await host.explainUser('a', 0, 'valid', FULL_RANKING)).ok).toBe(true);
    expect((await host.measure('a', 'valid', FULL_RANKING)).ok).toBe(true);
  });

  it('shows lists of a run in training as validation sees them, and no rank of a test film', async () => {
    const user = Array.from({ length: dataset.userIds.length }, (_, u) => u).find(
      (u) => rowOf(dataset.valid, u).length > 0 && rowOf(dataset.test, u).length > 0,
    ) as number;
    const [valid, test] = [dataset.valid, dataset.test].map((part) => [...rowOf(part, user)]);
    const all = { k: dataset.items.length, excludeSeen: true };
    const listed = async () => unwrap(await host.recommend('a', [user], all))[0].map(({ itemIndex }) => itemIndex);
    expect(await listed()).not.toEqual(expect.arrayContaining(valid));
    expect((await host.ranks('a', user, test)).ok).toBe(true);
    run.ended = false;
    expect(await listed()).toEqual(expect.arrayContaining(valid));
    const { relevant } = unwrap(await host.explainUser('a', user, 'valid', FULL_RANKING));
    const ranks = relevant.map(({ itemIndex }) => itemIndex);
    expect(unwrap(await host.ranks('a', user, ranks))).toEqual(relevant.map(({ rank }) => rank));
    expect(await host.ranks('a', user, [...valid, test[0]])).toMatchObject({
      ok: false,
      error: { code: 'invalid-config', message: expect.stringContaining('has not ended') },
    });
  });

  it('says what a data set cannot give, and does not remember it', async () => {
    const given: RankingScope = { candidates: 'given', numUsersSampled: null };
    expect(await host.measure('a', 'test', given)).toMatchObject({ ok: false, error: { code: 'invalid-config' } });
    expect(await host.measure('a', 'test', given)).toMatchObject({ ok: false, error: { code: 'invalid-config' } });
  });
});
