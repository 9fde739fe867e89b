/** How many of the most popular items a fit may take, where the catalogue is larger than it takes by itself. */
import { fitCost } from '@/models/config';
import type { Config, ModelSpec } from '@/models/types';

const OFFERED = [1000, 2000, 5000, 8000];

export interface PopularOffer {
  items: number;
  bytes: number;
}

/**
 * Numbers to choose from, ascending, the whole catalogue last where the model can take it.
 * @returns none where the whole catalogue takes part without being asked to
 */
export function popularOffers(
  spec: ModelSpec,
  config: Config,
  data: { users: number; items: number; interactions: number },
): PopularOffer[] {
  const limit = spec.parameters.find(({ name }) => name === 'maxItems');
  if (limit?.kind !== 'number') return [];
  const takesAll = data.items <= limit.default && data.items <= Number(config.maxItems);
  if (takesAll) return [];
  const counts = OFFERED.filter((count) => count < data.items);
  if (data.items <= limit.hardMax) counts.push(data.items);
  return counts.map((items) => ({ items, bytes: fitCost(spec, { ...config, maxItems: items }, data)?.bytes ?? 0 }));
}

/** What the browser says of the machine's memory, in bytes; it says no more than 8 GB, which stand for any more. */
export interface DeviceMemory {
  bytes: number;
  orMore: boolean;
}

/** Null where the browser does not say. */
export function deviceMemory(): DeviceMemory | null {
  const { deviceMemory: gigabytes } = (globalThis.navigator ?? {}) as { deviceMemory?: number };
  return gigabytes === undefined ? null : { bytes: gigabytes * 1e9, orMore: gigabytes >= 8 };
}
