import { expect, test } from 'vitest';
import type { BenchmarkReport } from '@/benchmark/types';
import { reportMarkdown, reportRows } from './reportTable';

const side = (ms: number, jsMs: number, dispatches: number) => ({
  ...{ ms, jsMs, dispatches },
  ...{ gpuBytes: 2e6, parameters: 10 },
});
const task = { model: 'neumf' as const, numUsers: 1, numItems: 1, numInteractions: 1, config: {} };
const report: BenchmarkReport = {
  device: 'an adapter',
  peakGigaflops: 100,
  gigabytesPerSecond: 50,
  steps: [
    { task, ours: side(2, 0.1, 14), stock: side(30, 20, 290), boundMs: 0.5 },
    { task, ours: side(2, 0.1, 14), stock: { error: 'too large' }, boundMs: 0.5 },
  ],
};

test('compares what was measured, and says what was not', () => {
  const [first, second] = reportRows(report);
  expect(first).toMatchObject({ speedup: 15, fractionOfBound: 0.25, error: null });
  expect(first.jsSpeedup).toBeCloseTo(200);
  expect(second).toMatchObject({ speedup: null, stock: null, error: 'too large' });
});

test('is copied as a table', () => {
  const text = reportMarkdown(report, (model) => model.toUpperCase(), 'a browser');
  expect(text).toContain('an adapter; a browser; 100 GFLOP/s, 50 GB/s');
  expect(text).toContain('| NEUMF | 2 | 30 | 15 | 0.1 | 200 | 14 / 290 | 2 | 0.25 |');
  expect(text).toContain('| NEUMF | 2 | – | – |');
});
