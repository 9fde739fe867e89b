import { describe, expect, it } from 'vitest';
import type { ModelId } from '@/models/types';
import type { FinishedInfo, Run } from '@/state/runTypes';
import { DEFAULT_EARLY_STOPPING, type EarlyStopping } from '@/train/types';
import { sameButSeed } from './sameButSeed';

interface Wish {
  model?: ModelId;
  seed?: number;
  config?: Run['request']['config'];
  earlyStopping?: EarlyStopping;
  reason?: FinishedInfo['reason'] | null;
}

function aRun(id: string, wish: Wish = {}): Run {
  const { model = 'neumf', seed = 1, config = { dim: 8, epochs: 3 }, reason = 'completed' } = wish;
  const { earlyStopping = DEFAULT_EARLY_STOPPING } = wish;
  return {
    id,
    request: { model, seed, config, earlyStopping },
    neural: model === 'neumf',
    finished: reason && { reason },
  } as Run;
}

const ids = (run: Run, others: Run[]) => sameButSeed(run, [run, ...others]).map(({ id }) => id);

describe('sameButSeed', () => {
  it('takes one run for each seed, whatever the order of settings', () => {
    const others = [aRun('b', { seed: 2 }), aRun('c', { seed: 3, config: { epochs: 3, dim: 8 } }), aRun('twin')];
    expect(ids(aRun('a'), others)).toEqual(['a', 'b', 'c']);
    expect(ids(aRun('a'), [aRun('b', { seed: 2 }), aRun('again', { seed: 2 })])).toHaveLength(2);
  });

  it('leaves out other settings, another way to stop, other models, and what did not come to its end', () => {
    const others = [
      aRun('b', { seed: 2, config: { dim: 16, epochs: 3 } }),
      aRun('c', { seed: 3, earlyStopping: { ...DEFAULT_EARLY_STOPPING, patience: 99 } }),
      aRun('d', { seed: 4, model: 'lightgcn' }),
      aRun('e', { seed: 5, reason: 'stopped' }),
      aRun('f', { seed: 6, reason: null }),
    ];
    expect(ids(aRun('a'), others)).toEqual(['a']);
    expect(ids(aRun('a'), [aRun('g', { seed: 7, reason: 'early-stopped' })])).toEqual(['a', 'g']);
    expect(ids(aRun('a', { reason: 'stopped' }), [aRun('b', { seed: 2 })])).toEqual(['a']);
  });

  it('knows that ALS begins at random, and EASE does not', () => {
    const als = (id: string, seed: number) => aRun(id, { model: 'als', seed });
    expect(ids(als('a', 1), [als('b', 2)])).toEqual(['a', 'b']);
    const ease = (id: string, seed: number) => aRun(id, { model: 'ease', seed });
    expect(ids(ease('a', 1), [ease('b', 2)])).toEqual(['a']);
  });
});
