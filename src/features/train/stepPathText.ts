/** How a run's steps run, in words. */
import type { StepPath } from '@/engine/types';

type Translate = (key: string, values?: Record<string, string | number>) => string;

export function stepPathText(path: StepPath, t: Translate): string {
  return path.kind === 'program'
    ? t('train:path.replayed', { count: path.dispatches })
    : t('train:path.opByOp', { reason: path.reason });
}
