/** What the run that is being set up would take on the GPU, counted again shortly after its settings stand still. */
import { useEffect, useState } from 'react';
import type { DatasetSummary } from '@/data/types';
import type { PlanCost } from '@/engine/program/planCost';
import { modelSpec } from '@/models/catalog';
import type { NeuralModelId } from '@/models/types';
import { useDevice } from '@/state/device';
import type { Draft } from '@/state/draft';
import { unwrap, useAnswer } from '@/state/useAnswer';

/** While a slider is dragged nothing is counted. */
const STANDS_STILL_MS = 250;

export interface RunCost extends PlanCost {
  /** the largest buffer that the device binds; null when unknown */
  limitBytes: number | null;
  fits: boolean;
}

/** @returns the newest count for this model; null before the first, for what needs no GPU, and for what is not sound */
export function useRunCost(draft: Draft, summary: DatasetSummary, isSound: boolean): RunCost | null {
  const info = useDevice((state) => state.info);
  const onGpu = info === null || info.backend === 'webgpu';
  const { model, config } = draft;
  const asked = modelSpec(model).neural && isSound && onGpu ? config : null;
  const stillConfig = useStill(asked);
  const { value } = useAnswer(
    stillConfig === null
      ? null
      : async (client) => {
          const { after, parts, longTail } = summary;
          const { interactions } = parts.train;
          const sizes = { users: after.users, items: after.items, interactions, mostPopular: longTail[0]?.count ?? 0 };
          return {
            model,
            cost: unwrap(await client.plan({ model: model as NeuralModelId, config: stillConfig, sizes })),
          };
        },
    [model, stillConfig, summary.key, info],
  );
  if (value === null || asked === null || value.model !== model) return null;
  return withLimit(value.cost, info?.maxBufferBytes ?? null);
}

export function withLimit(cost: PlanCost, limitBytes: number | null): RunCost {
  return { ...cost, limitBytes, fits: limitBytes === null || cost.largest.bytes <= limitBytes };
}

/** A value once it has not changed for a moment. */
function useStill<T>(value: T): T {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), STANDS_STILL_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return still;
}
