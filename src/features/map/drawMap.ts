/** Draws a map: points, ties to neighbours, names. The same for the screen and for a picture. */
import { type DotRaster, pixelOf } from './DotRaster';
import { type Area, type Bounds, type Transform, transformOf, type View } from './mapView';

export interface Scene {
  /** [points * 2] */
  positions: Float32Array;
  bounds: Bounds;
  /** [points] index into colours */
  classOf: Uint8Array;
  colours: readonly string[];
  /** [points] radius in pixels */
  radii: Float32Array;
  /** points from the most popular on: names go to the first, and they are drawn last */
  byPopularity: Int32Array;
  nameOf(point: number): string;
  /** null shows all alike; others stand back */
  selected: ReadonlySet<number> | null;
  /** -1 for none */
  chosen: number;
  neighbours: readonly number[];
  /** under the pointer, and where the keyboard is; -1 for none */
  hovered: number;
  focused: number;
  showNames: boolean;
  /** [places * 2] where the chosen point was before, oldest first */
  trail?: Float32Array;
  /** points with a ring, whatever is chosen */
  ringed?: readonly number[];
}

export interface Theme {
  surface: string;
  text: string;
  muted: string;
  ink: string;
  accent: string;
  fontFamily: string;
}

const NAME_SIZE = 12;
const NAME_GAP = 5;
/** The most popular points in view that may get a name, and how many get one. */
const NAME_CANDIDATES = 300;
const MAX_NAMES = 26;
/** Opacity of what stands back, of 256. */
const APART = 40;

/** Where on a canvas a map is drawn. */
export interface Target {
  raster: DotRaster;
  /** device pixels for a CSS pixel */
  ratio: number;
  /** where the map begins on the canvas, CSS pixels */
  left: number;
  top: number;
}

/** @param area CSS pixels; what was there before is painted over */
export function drawMap(
  pen: CanvasRenderingContext2D,
  scene: Scene,
  area: Area,
  view: View,
  theme: Theme,
  { raster, ratio, left, top }: Target,
): void {
  const transform = transformOf(scene.bounds, area, view);
  pen.save();
  raster.begin(Math.round(area.width * ratio), Math.round(area.height * ratio), theme.surface);
  paintDots(raster, scene, area, transform, view.zoom, ratio);
  raster.put(pen, Math.round(left * ratio), Math.round(top * ratio));
  pen.setTransform(ratio, 0, 0, ratio, left * ratio, top * ratio);
  pen.beginPath();
  pen.rect(0, 0, area.width, area.height);
  pen.clip();
  const taken: Box[] = [];
  for (const point of scene.ringed ?? []) ring(pen, scene, transform, view.zoom, point, theme);
  if (scene.trail) drawTrail(pen, scene.trail, transform, theme);
  if (scene.chosen >= 0) drawNeighbours(pen, scene, transform, view.zoom, theme, taken, area);
  if (scene.focused >= 0 && scene.focused !== scene.chosen)
    ring(pen, scene, transform, view.zoom, scene.focused, theme);
  if (scene.hovered >= 0 && scene.hovered !== scene.chosen) {
    ring(pen, scene, transform, view.zoom, scene.hovered, theme);
    pill(pen, scene, transform, scene.hovered, theme, area, taken);
  } else if (scene.focused >= 0 && scene.focused !== scene.chosen) {
    pill(pen, scene, transform, scene.focused, theme, area, taken);
  }
  if (scene.showNames) drawNames(pen, scene, area, transform, theme, taken);
  pen.restore();
}

/** Points grow a little when one goes near. */
function growth(zoom: number): number {
  return Math.min(2.2, Math.max(0.8, zoom ** 0.3));
}

function paintDots(
  raster: DotRaster,
  { positions, classOf, colours, radii, byPopularity, selected }: Scene,
  area: Area,
  { scale, dx, dy }: Transform,
  zoom: number,
  ratio: number,
): void {
  const pixels = colours.map(pixelOf);
  const larger = growth(zoom) * ratio;
  for (let at = byPopularity.length - 1; at >= 0; at--) {
    const point = byPopularity[at];
    const x = positions[2 * point] * scale + dx;
    const y = dy - positions[2 * point + 1] * scale;
    if (x < -12 || y < -12 || x > area.width + 12 || y > area.height + 12) continue;
    const opacity = selected === null || selected.has(point) ? 256 : APART;
    raster.dot(x * ratio, y * ratio, radii[point] * larger, pixels[classOf[point]], opacity);
  }
}

function place({ positions }: Scene, { scale, dx, dy }: Transform, point: number): { x: number; y: number } {
  return { x: positions[2 * point] * scale + dx, y: dy - positions[2 * point + 1] * scale };
}

/** The way of a point, a dot at each place where it was. */
function drawTrail(pen: CanvasRenderingContext2D, trail: Float32Array, transform: Transform, theme: Theme): void {
  const places = Array.from({ length: trail.length / 2 }, (_, at) => ({
    x: trail[2 * at] * transform.scale + transform.dx,
    y: transform.dy - trail[2 * at + 1] * transform.scale,
  }));
  pen.beginPath();
  for (const { x, y } of places) pen.lineTo(x, y);
  pen.lineJoin = 'round';
  pen.lineWidth = 4.5;
  pen.strokeStyle = theme.surface;
  pen.stroke();
  pen.lineWidth = 2;
  pen.strokeStyle = theme.accent;
  pen.stroke();
  pen.fillStyle = theme.accent;
  for (const { x, y } of places) {
    pen.beginPath();
    pen.arc(x, y, 2.5, 0, 2 * Math.PI);
    pen.fill();
  }
}

function drawNeighbours(
  pen: CanvasRenderingContext2D,
  scene: Scene,
  transform: Transform,
  zoom: number,
  theme: Theme,
  taken: Box[],
  area: Area,
): void {
  const from = place(scene, transform, scene.chosen);
  pen.strokeStyle = theme.muted;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const neighbour of scene.neighbours) {
    const to = place(scene, transform, neighbour);
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
  }
  pen.stroke();
  for (const neighbour of scene.neighbours) ring(pen, scene, transform, zoom, neighbour, theme);
  ring(pen, scene, transform, zoom, scene.chosen, theme, 4);
  pill(pen, scene, transform, scene.chosen, theme, area, taken);
}

/** A point with the ink ring around it. */
function ring(
  pen: CanvasRenderingContext2D,
  scene: Scene,
  transform: Transform,
  zoom: number,
  point: number,
  theme: Theme,
  larger = 1,
): void {
  const { x, y } = place(scene, transform, point);
  pen.beginPath();
  pen.arc(x, y, Math.max(3.5, scene.radii[point] * growth(zoom)) + larger, 0, 2 * Math.PI);
  pen.fillStyle = scene.colours[scene.classOf[point]];
  pen.fill();
  pen.lineWidth = 2;
  pen.strokeStyle = theme.ink;
  pen.stroke();
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The name of a point in a box of ink, inside the map. */
function pill(
  pen: CanvasRenderingContext2D,
  scene: Scene,
  transform: Transform,
  point: number,
  theme: Theme,
  area: Area,
  taken: Box[],
): void {
  const { x, y } = place(scene, transform, point);
  const name = scene.nameOf(point);
  pen.font = `600 ${NAME_SIZE}px ${theme.fontFamily}`;
  const width = pen.measureText(name).width + 16;
  const height = 24;
  const left = Math.max(4, Math.min(area.width - width - 4, x + 12));
  const top = y - height - 10 < 4 ? y + 12 : y - height - 10;
  pen.fillStyle = theme.text;
  pen.beginPath();
  pen.roundRect(left, top, width, height, 5);
  pen.fill();
  pen.fillStyle = theme.surface;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillText(name, left + 8, top + height / 2 + 0.5);
  taken.push({ left, top, right: left + width, bottom: top + height });
}

/**
 * Names that fit beside their points: in the order given, each to the right where that is free, else to the left.
 * @param widthOf a name's width in pixels
 * @param taken boxes that are not free; those of the names are added
 */
export function placeNames(
  candidates: readonly { point: number; x: number; y: number; name: string }[],
  widthOf: (name: string) => number,
  area: Area,
  taken: Box[],
  most: number,
): { point: number; name: string; left: number; y: number }[] {
  const placed: { point: number; name: string; left: number; y: number }[] = [];
  for (const { point, x, y, name } of candidates) {
    if (placed.length === most) break;
    const width = widthOf(name);
    for (const left of [x + NAME_GAP, x - NAME_GAP - width]) {
      const box = { left: left - 2, top: y - NAME_SIZE, right: left + width + 2, bottom: y + NAME_SIZE };
      if (box.left < 0 || box.right > area.width || box.top < 0 || box.bottom > area.height) continue;
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      placed.push({ point, name, left, y });
      break;
    }
  }
  return placed;
}

function drawNames(
  pen: CanvasRenderingContext2D,
  scene: Scene,
  area: Area,
  transform: Transform,
  theme: Theme,
  taken: Box[],
): void {
  const candidates: { point: number; x: number; y: number; name: string }[] = [];
  for (const point of scene.byPopularity) {
    if (candidates.length === NAME_CANDIDATES) break;
    if (point === scene.chosen || point === scene.hovered) continue;
    if (scene.selected !== null && !scene.selected.has(point)) continue;
    const { x, y } = place(scene, transform, point);
    if (x < 0 || y < 0 || x > area.width || y > area.height) continue;
    candidates.push({ point, x, y, name: scene.nameOf(point) });
  }
  pen.font = `500 ${NAME_SIZE}px ${theme.fontFamily}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  pen.lineWidth = 3.5;
  pen.strokeStyle = theme.surface;
  pen.fillStyle = theme.text;
  const names = placeNames(candidates, (name) => widthOf(pen, name), area, taken, MAX_NAMES);
  for (const { name, left, y } of names) {
    pen.strokeText(name, left, y);
    pen.fillText(name, left, y);
  }
}

/** Widths are asked for in every frame and never change for one font. */
const widths = new Map<string, number>();

function widthOf(pen: CanvasRenderingContext2D, name: string): number {
  const key = `${pen.font}/${name}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > 20_000) widths.clear();
    width = pen.measureText(name).width;
    widths.set(key, width);
  }
  return width;
}

/** Radius by popularity: area grows with the logarithm. @param counts [points] */
export function radiiOf(counts: ArrayLike<number>): Float32Array {
  let most = 0;
  for (let i = 0; i < counts.length; i++) most = Math.max(most, counts[i]);
  const scale = most > 0 ? 1 / Math.log1p(most) : 0;
  const base = counts.length > 4000 ? 1.2 : 1.7;
  return Float32Array.from(counts, (count) => base + 2.4 * (Math.log1p(count) * scale) ** 2);
}
