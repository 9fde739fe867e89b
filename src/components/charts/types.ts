/** What a curve chart draws: plain numbers and names, nothing of runs or models' workings. */
import type { ModelId } from '@/models/types';

export interface Point {
  x: number;
  y: number;
}

/** One line with a name at its end. */
export interface Curve {
  id: string;
  label: string;
  model: ModelId;
  /** 0 for the first of its model on the chart, 1 for the second ...: same hue, lighter line */
  shade: number;
  /** ascending x */
  points: Point[];
  /** drawn thin behind the line: the training loss beside the validation loss */
  faint: Point[];
  /** ringed */
  best: Point | null;
}

/** A horizontal line for what needs no training. */
export interface Level {
  id: string;
  label: string;
  model: ModelId;
  y: number;
}

/** A mark on the x axis with a word beside it. */
export interface Flag {
  id: string;
  x: number;
  model: ModelId;
  label: string;
}

const SHADES = [1, 0.62, 0.42, 0.3];

/** Opacity of a curve's line: runs of one model share its hue and grow lighter. */
export function shadeOf(curve: Curve): number {
  return SHADES[Math.min(curve.shade, SHADES.length - 1)];
}
