/** Where points of a map lie on the screen: the whole map fits at zoom 1; moving and zooming change the view alone. */

export interface Bounds {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

export interface Area {
  width: number;
  height: number;
}

/** A shift in pixels of zoom 1, so that it survives another size of the points' numbers. */
export interface View {
  x: number;
  y: number;
  zoom: number;
}

export const WHOLE: View = { x: 0, y: 0, zoom: 1 };
export const MAX_ZOOM = 60;
const MARGIN = 22;

/** The frame that holds all maps given; a unit square around a single place. */
export function boundsOf(...maps: readonly ArrayLike<number>[]): Bounds {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const positions of maps) {
    for (let i = 0; i < positions.length; i += 2) {
      left = Math.min(left, positions[i]);
      right = Math.max(right, positions[i]);
      bottom = Math.min(bottom, positions[i + 1]);
      top = Math.max(top, positions[i + 1]);
    }
  }
  return right >= left ? { left, right, bottom, top } : { left: 0, right: 0, bottom: 0, top: 0 };
}

/** From a map's numbers to pixels: x * scale + dx, y * -scale + dy (up is up). */
export interface Transform {
  scale: number;
  dx: number;
  dy: number;
}

export function transformOf(bounds: Bounds, { width, height }: Area, view: View): Transform {
  const spanX = bounds.right - bounds.left;
  const spanY = bounds.top - bounds.bottom;
  const fits = [
    spanX > 0 ? (width - 2 * MARGIN) / spanX : Infinity,
    spanY > 0 ? (height - 2 * MARGIN) / spanY : Infinity,
  ];
  const fit = Math.min(...fits) === Infinity ? 1 : Math.max(0, Math.min(...fits));
  const scale = fit * view.zoom;
  return {
    scale,
    dx: width / 2 + view.x * view.zoom - ((bounds.left + bounds.right) / 2) * scale,
    dy: height / 2 + view.y * view.zoom + ((bounds.bottom + bounds.top) / 2) * scale,
  };
}

/** Moves the map by pixels. */
export function panned(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x + dx / view.zoom, y: view.y + dy / view.zoom };
}

/** Zooms so that the place under a point of the screen stays there. */
export function zoomed(view: View, factor: number, at: { x: number; y: number }, { width, height }: Area): View {
  const zoom = Math.min(MAX_ZOOM, Math.max(0.5, view.zoom * factor));
  const [px, py] = [at.x - width / 2, at.y - height / 2];
  return { zoom, x: view.x + px / zoom - px / view.zoom, y: view.y + py / zoom - py / view.zoom };
}

/** Moves the map just so far that a point stands inside the edges. */
export function showing(view: View, at: { x: number; y: number }, { width, height }: Area, edge = 40): View {
  const shift = (place: number, size: number) =>
    place < edge ? edge - place : place > size - edge ? size - edge - place : 0;
  return panned(view, shift(at.x, width), shift(at.y, height));
}

/** A view that several maps share; drawing follows it without a render. */
export interface SharedView {
  get(): View;
  set(view: View): void;
  subscribe(listener: () => void): () => void;
}

export function createView(): SharedView {
  let current = WHOLE;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(view) {
      current = view;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
