/** How a model is drawn: hue and dash pattern. Colour is never alone, and never used for text. */
import type { ModelId } from '@/models/types';

export interface ModelStyle {
  /** CSS colour of lines, dots and bars */
  hue: string;
  /** CSS colour of a tinted surface */
  pale: string;
  /** SVG stroke-dasharray at a 2 px line; undefined is solid */
  dash: string | undefined;
}

const DASHES: Record<ModelId, string | undefined> = {
  neumf: undefined,
  lightgcn: '8 4',
  sasrec: '9 3 2 3',
  ease: '12 4',
  als: '8 3 1.5 3',
  itemknn: '4 4',
  markov: '4 3 1.5 3 1.5 3',
  popularity: '1.5 4',
  random: '1.5 7',
};

/** Style of a model's lines, wherever they are drawn. */
export function modelStyle(model: ModelId): ModelStyle {
  return { hue: `var(--model-${model})`, pale: `var(--model-${model}-pale)`, dash: DASHES[model] };
}
