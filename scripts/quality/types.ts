import type { PrepareSettings } from '@/data/types';
import type { Candidates, MetricKey } from '@/eval/types';
import type { BaselineId, Config } from '@/models/types';
import type { SetId } from './readSets';

/** How results come about; all of it decides what a number means. */
export interface QualityProtocol {
  id: string;
  set: SetId;
  /** the seed is the experiment's */
  settings: Omit<PrepareSettings, 'seed'>;
  candidates: Candidates;
}

/** A figure to reproduce. */
export interface Figure {
  metric: MetricKey;
  /** what the source gives; null where there is none under this protocol */
  heldAgainst: number | null;
  /** the same where the source is a publication; null where it is a program that nobody published */
  published: number | null;
  source: string;
  /** what has to come out, mean over the seeds */
  target: { near: number; within: number } | { atLeast: number };
}

/** One model under one protocol. */
export interface Experiment {
  /** `<protocol>/<model>`, and what else tells it apart */
  id: string;
  protocol: QualityProtocol;
  model: BaselineId;
  /** what differs from the model's defaults */
  config: Config;
  /** of the split and of the model */
  seeds: number[];
  figures: Figure[];
  /** of the quick subset, with the first seed only */
  quick: boolean;
  /** takes more than a few minutes: runs only when named by --only */
  long: boolean;
}

/** A row of the table and of the JSON file. */
export interface Row {
  protocol: string;
  model: string;
  metric: MetricKey;
  heldAgainst: number | null;
  published: number | null;
  source: string;
  ours: number;
  /** over the seeds; null for one seed */
  sd: number | null;
  seeds: number[];
}
