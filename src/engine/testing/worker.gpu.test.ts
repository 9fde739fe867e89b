import { expect, test } from 'vitest';
import type { DeviceChoice } from '../types';

test('a worker trains on every backend, with the same losses', async () => {
  const losses: number[] = [];
  for (const choice of ['webgpu', 'webgl', 'cpu'] as DeviceChoice[]) {
    const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' });
    const answer = await new Promise<{ backend: string; loss: number }>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(choice);
    });
    worker.terminate();
    expect(answer.backend).toBe(choice);
    losses.push(answer.loss);
  }
  expect(losses[0]).toBeGreaterThan(0.1);
  expect(losses[1]).toBeCloseTo(losses[0], 5);
  expect(losses[2]).toBeCloseTo(losses[0], 5);
});
