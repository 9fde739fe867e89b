import type { DeviceInfo } from '@/engine/types';
import type { DeviceStatus } from '@/state/device';

export type DeviceTone = 'ok' | 'warn' | 'error' | 'neutral';

/** Green for WebGPU on hardware, amber for what is slower, red for none. */
export function deviceTone(status: DeviceStatus, info: DeviceInfo | null): DeviceTone {
  if (status === 'failed' || status === 'lost') return 'error';
  if (status !== 'open' || !info) return 'neutral';
  return info.backend === 'webgpu' && info.software !== true ? 'ok' : 'warn';
}
