import { expect, test } from 'vitest';
import type { DatasetSummary } from '@/data/types';
import { DEFAULT_EARLY_STOPPING } from '@/train/types';
import { cardOf, runOfCard } from './runCards';
import { type Run, UNSTARTED } from './runTypes';

const RUN: Run = {
  id: 'a',
  request: {
    ...{ runId: 'a', model: 'neumf', config: {}, seed: 1, datasetKey: 'data' },
    earlyStopping: DEFAULT_EARLY_STOPPING,
  },
  label: 'NeuMF',
  dataset: { key: 'data' } as DatasetSummary,
  neural: true,
  ...UNSTARTED,
  createdAt: 0,
};

test('how steps ran is kept with the run, and missing in cards from before', () => {
  const path = { kind: 'program', dispatches: 14, gpuBytes: 1e6 } as const;
  const card = cardOf({ ...RUN, path });
  expect(runOfCard(structuredClone(card)).path).toEqual(path);
  const { path: _, ...older } = card;
  expect(runOfCard(older).path).toBe(null);
});
