import type { ModelId } from '@/models/types';
import { modelStyle } from './modelStyle';

/** A short piece of the model's line: hue and dash. Decoration: its name stands beside it. */
export function ModelSwatch({ model }: { model: ModelId }) {
  const { hue, dash } = modelStyle(model);
  return (
    <svg width="24" height="12" viewBox="0 0 24 12" aria-hidden="true" focusable="false">
      <line x1="0" y1="6" x2="24" y2="6" stroke={hue} strokeWidth="2.5" strokeDasharray={dash} />
    </svg>
  );
}
