/** Which backend runs, and why not a better one. */
import { PlaygroundError } from '@/lib/errors';
import { tf } from '../tf';
import type { BackendName, DeviceChoice, DeviceInfo, Engine } from '../types';
import { openWebGpu } from './openWebGpu';
import { openWebGl } from './webGl';

/** A tfjs backend that is ready, and what it runs on. */
export interface OpenBackend {
  name: BackendName;
  device: DeviceInfo;
  lost: Engine['lost'];
  isAlive(): boolean;
  /** Throws when the device is gone or a shader failed. */
  assertAlive(): void;
  /** Gives the device back. */
  close(): void;
}

/** What one backend tells of itself. */
export interface Opened {
  adapter: string;
  software: boolean | null;
  maxBufferBytes: number | null;
  lost: Engine['lost'];
  failure(): { code: 'device-lost' | 'gpu-error' | 'out-of-memory'; message: string } | null;
  close(): void;
}

const OPENERS: Record<BackendName, () => Promise<Opened>> = {
  webgpu: openWebGpu,
  webgl: openWebGl,
  cpu: openCpu,
};

/**
 * Opens what was chosen; 'auto' takes the first that works of WebGPU, WebGL, CPU and keeps the reasons of the others.
 * @throws PlaygroundError when the chosen backend is not there: 'insecure-context' where WebGPU needs https or
 *   localhost, else 'no-webgpu' (also for WebGL, with `details.backend`)
 */
export async function openBackend(choice: DeviceChoice): Promise<OpenBackend> {
  const order: BackendName[] = choice === 'auto' ? ['webgpu', 'webgl', 'cpu'] : [choice];
  const refused: DeviceInfo['refused'] = [];
  for (const name of order) {
    try {
      const opened = await OPENERS[name]();
      return {
        name,
        device: {
          requested: choice,
          backend: name,
          adapter: opened.adapter,
          software: opened.software,
          refused,
          maxBufferBytes: opened.maxBufferBytes,
        },
        lost: opened.lost,
        isAlive: () => opened.failure() === null,
        assertAlive() {
          const failure = opened.failure();
          if (failure) throw new PlaygroundError(failure.code, failure.message);
        },
        close: opened.close,
      };
    } catch (error) {
      if (choice !== 'auto' || name === 'cpu') throw error;
      refused.push({ backend: name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  throw new PlaygroundError('unknown', 'no backend could be opened');
}

async function openCpu(): Promise<Opened> {
  await tf.setBackend('cpu');
  return {
    adapter: 'JavaScript on the CPU',
    software: true,
    maxBufferBytes: null,
    lost: new Promise(() => {}),
    failure: () => null,
    close: () => {},
  };
}
