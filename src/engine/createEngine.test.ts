import { describe, expect, test } from 'vitest';
import { createEngine } from './createEngine';
import { describeEngine } from './testing/engineContract';

describeEngine('cpu');

describe('choosing a device in Node', () => {
  test('auto says why neither WebGPU nor WebGL was taken', async () => {
    const engine = await createEngine('auto');
    expect(engine.device.backend).toBe('cpu');
    expect(engine.device.refused.map(({ backend }) => backend)).toEqual(['webgpu', 'webgl']);
    for (const { reason } of engine.device.refused) expect(reason).not.toBe('');
    engine.dispose();
  });

  test.each(['webgpu', 'webgl'] as const)('does not fall back where %s was chosen', async (choice) => {
    await expect(createEngine(choice)).rejects.toMatchObject({ code: 'no-webgpu' });
  });
});
