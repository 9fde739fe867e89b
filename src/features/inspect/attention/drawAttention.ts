/** Draws an attention map: a triangle of cells with names on both axes. The same for the screen and for a picture. */
import { colourRamp } from '@/components/colourRamp';
import { fontFamily, type TokenReader } from '@/components/useThemed';
import type { Cell } from './attentionMaps';
import { FONT_SIZE, type Geometry, nameRoom, shortened } from './geometry';

export interface AttentionTheme {
  surface: string;
  text: string;
  muted: string;
  ink: string;
  accent: string;
  /** from weight 0 to the end of the scale */
  ramp: string[];
  fontFamily: string;
}

const RAMP_STEPS = 64;

export function attentionTheme(token: TokenReader): AttentionTheme {
  return {
    surface: token('--surface'),
    text: token('--text'),
    muted: token('--muted'),
    ink: token('--ink'),
    accent: token('--accent'),
    ramp: colourRamp(token('--well'), token('--model-sasrec'), RAMP_STEPS),
    fontFamily: fontFamily(),
  };
}

export interface AttentionScene {
  /** [n * n] */
  map: Float32Array;
  length: number;
  /** of the films, oldest first; null leaves them out */
  names: readonly string[] | null;
  /** weight with the last colour */
  end: number;
  /** the row that is told about, and its cell; null for none */
  chosen: Cell | null;
  hovered: Cell | null;
}

export function colourOf(theme: AttentionTheme, weight: number, end: number): string {
  const { ramp } = theme;
  return ramp[Math.min(ramp.length - 1, Math.round((weight / end) * (ramp.length - 1)))];
}

/** Paints over nothing: the surface is there already. @param scale of text, 1 as usual */
export function drawAttention(
  pen: CanvasRenderingContext2D,
  scene: AttentionScene,
  geometry: Geometry,
  theme: AttentionTheme,
  scale: number,
): void {
  const { map, length, chosen, hovered, end } = scene;
  const { cell, gap, left, top } = geometry;
  const radius = cell >= 16 ? 2 : 0;
  for (let row = 0; row < length; row++) {
    for (let column = 0; column <= row; column++) {
      pen.fillStyle = colourOf(theme, map[row * length + column], end);
      box(pen, left + column * cell, top + row * cell, cell - gap, cell - gap, radius);
      pen.fill();
    }
  }
  if (scene.names !== null) drawNames(pen, scene, scene.names, geometry, theme, scale);
  if (hovered !== null) {
    pen.strokeStyle = theme.muted;
    pen.lineWidth = 1.5;
    box(pen, left + hovered.column * cell - gap, top + hovered.row * cell - gap, cell + gap, cell + gap, radius + 1);
    pen.stroke();
  }
  if (chosen !== null) {
    pen.strokeStyle = theme.ink;
    pen.lineWidth = 1.5;
    const pad = Math.max(1, gap);
    box(
      pen,
      left - pad,
      top + chosen.row * cell - pad,
      (chosen.row + 1) * cell - gap + 2 * pad,
      cell - gap + 2 * pad,
      3,
    );
    pen.stroke();
    pen.strokeStyle = theme.accent;
    pen.lineWidth = 2.5;
    box(
      pen,
      left + chosen.column * cell - pad,
      top + chosen.row * cell - pad,
      cell - gap + 2 * pad,
      cell - gap + 2 * pad,
      3,
    );
    pen.stroke();
  }
}

function box(pen: CanvasRenderingContext2D, x: number, y: number, width: number, height: number, radius: number): void {
  pen.beginPath();
  if (radius === 0) pen.rect(x, y, width, height);
  else pen.roundRect(x, y, width, height, radius);
}

function drawNames(
  pen: CanvasRenderingContext2D,
  { length, chosen }: AttentionScene,
  names: readonly string[],
  geometry: Geometry,
  theme: AttentionTheme,
  scale: number,
): void {
  const { cell, gap, left, top, labelEvery } = geometry;
  const room = nameRoom(geometry, scale);
  const measure = (text: string) => pen.measureText(text).width;
  const middle = (cell - gap) / 2;
  /** Others make room for the name that is chosen. */
  const isNamed = (place: number, bold: number | undefined) =>
    place === bold || (place % labelEvery === 0 && (bold === undefined || Math.abs(place - bold) >= labelEvery));
  const write = (place: number, bold: number | undefined) => {
    pen.font = `${place === bold ? 600 : 400} ${FONT_SIZE * scale}px ${theme.fontFamily}`;
    pen.fillStyle = place === bold || bold === undefined ? theme.text : theme.muted;
  };
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  for (let place = 0; place < length; place++) {
    if (isNamed(place, chosen?.row)) {
      write(place, chosen?.row);
      pen.fillText(shortened(names[place], room.row, measure), left - 8, top + place * cell + middle);
    }
    if (isNamed(place, chosen?.column)) {
      write(place, chosen?.column);
      pen.save();
      pen.translate(left + place * cell + middle + 3, top + length * cell + 6);
      pen.rotate(-Math.PI / 4);
      pen.fillText(shortened(names[place], room.column, measure), 0, 0);
      pen.restore();
    }
  }
}
