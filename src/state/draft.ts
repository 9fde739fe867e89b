/** The run that is being set up in the Train place, kept while the person looks at other places. */
import { create } from 'zustand';
import { modelSpec } from '@/models/catalog';
import { applyPreset, defaultConfig } from '@/models/config';
import type { Config, ConfigValue, ModelId } from '@/models/types';
import { DEFAULT_EARLY_STOPPING, type EarlyStopping } from '@/train/types';
import type { Run } from './runTypes';

export interface Draft {
  model: ModelId;
  config: Config;
  seed: number;
  earlyStopping: EarlyStopping;
  /** label of the run it was copied from */
  copyOf: string | null;
}

interface DraftStore {
  draft: Draft | null;
  /** A fresh draft with the model's defaults. */
  begin(model: ModelId): void;
  /** A draft like a run, with changes to its configuration. */
  copy(run: Run, change?: Config): void;
  setParameter(name: string, value: ConfigValue): void;
  /** The preset's values over the defaults, whatever was set before. */
  takePreset(presetId: string): void;
  set(change: Partial<Pick<Draft, 'seed' | 'earlyStopping'>>): void;
  discard(): void;
}

const DEFAULT_SEED = 42;

export const useDraft = create<DraftStore>()((set) => ({
  draft: null,

  begin(model) {
    const config = defaultConfig(modelSpec(model));
    set({ draft: { model, config, seed: DEFAULT_SEED, earlyStopping: DEFAULT_EARLY_STOPPING, copyOf: null } });
  },

  copy(run, change = {}) {
    const { model, config, seed, earlyStopping } = run.request;
    set({ draft: { model, config: { ...config, ...change }, seed, earlyStopping, copyOf: run.label } });
  },

  setParameter(name, value) {
    set(({ draft }) => (draft === null ? {} : { draft: { ...draft, config: { ...draft.config, [name]: value } } }));
  },

  takePreset(presetId) {
    set(({ draft }) =>
      draft === null ? {} : { draft: { ...draft, config: applyPreset(modelSpec(draft.model), presetId) } },
    );
  },

  set(change) {
    set(({ draft }) => (draft === null ? {} : { draft: { ...draft, ...change } }));
  },

  discard() {
    set({ draft: null });
  },
}));
