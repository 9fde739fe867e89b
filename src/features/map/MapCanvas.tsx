/**
 * The map itself: points on a canvas, moved and zoomed by pointer, wheel, pinch or keys. Moving draws and does not render:
 * the view is shared by all maps on the page and followed by the canvas alone.
 */
import {
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useSize } from '@/components/charts/useSize';
import { VisuallyHidden } from '@/components/VisuallyHidden';
import { type Place, pointsWithin, toScreen, withCorner } from './corners';
import { DotRaster } from './DotRaster';
import { drawMap, type Scene, type Theme } from './drawMap';
import { type Direction, nextPoint, pointAt, pointsInside } from './hitTest';
import { LassoLine } from './LassoLine';
import styles from './MapCanvas.module.css';
import { panned, type SharedView, showing, transformOf, WHOLE, zoomed } from './mapView';

export type Tool = 'move' | 'lasso';

export interface MapCanvasProps {
  /** all but what this component knows itself */
  scene: Omit<Scene, 'hovered' | 'focused'>;
  theme: Theme;
  view: SharedView;
  tool: Tool;
  /** points glide to their new places instead of jumping */
  glide: boolean;
  label: string;
  /** how to use the keys */
  help: string;
  /** how to set corners, with so many set; where there is a lasso */
  lassoHelp?: (corners: number) => string;
  /** what is said of a point that the keyboard reaches */
  tell: (point: number) => string;
  /** -1 chooses nothing */
  onChoose: (point: number) => void;
  /** null selects nothing */
  onSelect: (points: number[] | null) => void;
  testId: string;
}

const REACH = 12;
/** A press that moves less than this is a click. */
const CLICK_SLACK = 4;
const GLIDE_MS = 500;
const PAN_STEP = 60;
const ZOOM_STEP = 1.4;
const ARROWS: Record<string, Direction> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

const NO_CORNERS: readonly Place[] = [];
const never = () => () => {};

export function MapCanvas(props: MapCanvasProps) {
  const { scene, theme, view, tool, glide, label, help, lassoHelp, tell, onChoose, onSelect, testId } = props;
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(frame);
  const [hovered, setHovered] = useState(-1);
  const [focused, setFocused] = useState(-1);
  const [isFocused, setIsFocused] = useState(false);
  const [line, setLine] = useState<Place[] | null>(null);
  const [corners, setCorners] = useState(NO_CORNERS);
  // corners stay with the map while it moves
  useSyncExternalStore(corners.length > 0 ? view.subscribe : never, view.get);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever puts the lasso away gives up the line
  useEffect(() => setCorners(NO_CORNERS), [tool]);

  const [raster] = useState(() => new DotRaster());
  const latest = useRef({ scene, theme, hovered, focused });
  latest.current = { scene, theme, hovered, focused: isFocused ? focused : -1 };
  /** where the points are while they glide */
  const gliding = useRef<{ from: Float32Array; startedAt: number } | null>(null);
  const drawn = useRef<Float32Array | null>(null);
  const asked = useRef(0);

  const draw = useCallback(() => {
    asked.current = 0;
    const element = canvas.current;
    const pen = element?.getContext('2d');
    const box = frame.current?.getBoundingClientRect();
    if (!element || !pen || !box || box.width === 0) return;
    const ratio = devicePixelRatio || 1;
    const [width, height] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
    if (element.width !== width || element.height !== height) {
      element.width = width;
      element.height = height;
    }
    const { scene, theme, hovered, focused } = latest.current;
    const positions = glidePositions(gliding, scene.positions);
    drawn.current = positions;
    const area = { width: box.width, height: box.height };
    drawMap(pen, { ...scene, positions, hovered, focused }, area, view.get(), theme, {
      raster,
      ratio,
      left: 0,
      top: 0,
    });
    element.dataset.zoom = view.get().zoom.toFixed(3);
    if (gliding.current !== null) asked.current = requestAnimationFrame(draw);
  }, [view, raster]);

  const redraw = useCallback(() => {
    if (asked.current === 0) asked.current = requestAnimationFrame(draw);
  }, [draw]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new points glide from where the old ones are drawn
  useEffect(() => {
    const from = drawn.current;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const canGlide = glide && !still && from !== null && from.length === scene.positions.length;
    gliding.current = canGlide ? { from, startedAt: performance.now() } : null;
  }, [scene.positions]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: all that is drawn
  useEffect(redraw, [scene, theme, size, hovered, focused, isFocused, redraw]);
  useEffect(() => view.subscribe(redraw), [view, redraw]);
  useEffect(
    () => () => {
      cancelAnimationFrame(asked.current);
      asked.current = 0;
    },
    [],
  );
  // names are drawn in the page's font: again once it is there
  useEffect(() => {
    let current = true;
    void document.fonts.ready.then(() => current && redraw());
    return () => {
      current = false;
    };
  }, [redraw]);

  const area = () => ({ width: frame.current?.clientWidth ?? 1, height: frame.current?.clientHeight ?? 1 });
  const transform = () => transformOf(latest.current.scene.bounds, area(), view.get());
  const spot = (event: { clientX: number; clientY: number }): Place => {
    const box = frame.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };

  // React's own wheel listener may not keep the page from scrolling
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const pixels = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      view.set(zoomed(view.get(), Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0018)), at, box));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [view]);

  const press = useRef<{ pointers: Map<number, Place>; from: Place; moved: boolean; lasso: Place[] | null }>({
    pointers: new Map(),
    from: { x: 0, y: 0 },
    moved: false,
    lasso: null,
  });

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = spot(event);
    const { pointers } = press.current;
    pointers.set(event.pointerId, at);
    if (pointers.size > 1) {
      press.current.lasso = null;
      setLine(null);
      return;
    }
    press.current.from = at;
    press.current.moved = false;
    press.current.lasso = tool === 'lasso' || event.shiftKey ? [at] : null;
  };

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const at = spot(event);
    const { pointers, from, lasso } = press.current;
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      const point = pointAt(latest.current.scene.positions, transform(), at.x, at.y, REACH);
      if (point !== hovered) setHovered(point);
      return;
    }
    if (Math.hypot(at.x - from.x, at.y - from.y) > CLICK_SLACK) press.current.moved = true;
    if (pointers.size === 2) {
      const other = [...pointers].find(([pointer]) => pointer !== event.pointerId)?.[1] ?? at;
      const gap = (point: Place) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
      const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
      const moved = panned(view.get(), (at.x - before.x) / 2, (at.y - before.y) / 2);
      view.set(zoomed(moved, gap(at) / gap(before), middle, area()));
      press.current.moved = true;
    } else if (lasso !== null) {
      lasso.push(at);
      setLine([...lasso]);
    } else if (press.current.moved) {
      if (hovered !== -1) setHovered(-1);
      frame.current?.setAttribute('data-dragging', '');
      view.set(panned(view.get(), at.x - before.x, at.y - before.y));
    }
    pointers.set(event.pointerId, at);
  };

  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    const { pointers, moved, lasso } = press.current;
    if (!pointers.delete(event.pointerId) || pointers.size > 0) return;
    frame.current?.removeAttribute('data-dragging');
    setLine(null);
    press.current.lasso = null;
    if (event.type === 'pointercancel') return;
    if (lasso !== null && moved) {
      const inside = pointsInside(latest.current.scene.positions, transform(), lasso);
      onSelect(inside.length > 0 ? inside : null);
    } else if (!moved && tool === 'lasso') {
      setCorner(spot(event));
    } else if (!moved) {
      const at = spot(event);
      const point = pointAt(latest.current.scene.positions, transform(), at.x, at.y, REACH);
      if (point >= 0) setFocused(point);
      else if (scene.chosen < 0) onSelect(null);
      onChoose(point);
    }
  };

  const placeOf = (point: number) => {
    const { positions } = latest.current.scene;
    return toScreen(transform(), { x: positions[2 * point], y: positions[2 * point + 1] });
  };

  const setCorner = (at: Place) => {
    const next = withCorner(corners, at, transform());
    setCorners(next.isClosed ? NO_CORNERS : next.corners);
    if (!next.isClosed) return;
    const inside = pointsWithin(latest.current.scene.positions, transform(), next.corners);
    onSelect(inside.length > 0 ? inside : null);
  };

  const focusOn = (point: number) => {
    setFocused(point);
    view.set(showing(view.get(), placeOf(point), area()));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const direction = ARROWS[event.key];
    const { positions } = latest.current.scene;
    const middle = { x: area().width / 2, y: area().height / 2 };
    if (direction !== undefined && event.shiftKey) {
      const sideways = direction === 'left' ? 1 : direction === 'right' ? -1 : 0;
      const upright = direction === 'up' ? 1 : direction === 'down' ? -1 : 0;
      view.set(panned(view.get(), sideways * PAN_STEP, upright * PAN_STEP));
    } else if (direction !== undefined) {
      const start = focused >= 0 ? focused : scene.chosen;
      const next =
        start >= 0 ? nextPoint(positions, start, direction) : pointAt(positions, transform(), middle.x, middle.y, 1e9);
      if (next >= 0) focusOn(next);
    } else if (event.key === '+' || event.key === '=') view.set(zoomed(view.get(), ZOOM_STEP, middle, area()));
    else if (event.key === '-') view.set(zoomed(view.get(), 1 / ZOOM_STEP, middle, area()));
    else if (event.key === '0') view.set(WHOLE);
    else if (event.key === 'Enter' && focused >= 0 && tool === 'lasso') setCorner(placeOf(focused));
    else if (event.key === 'Enter' && focused >= 0) onChoose(focused);
    else if (event.key === 'Backspace' && corners.length > 0) setCorners(corners.slice(0, -1));
    else if (event.key === 'Escape' && corners.length > 0) setCorners(NO_CORNERS);
    else if (event.key === 'Escape') {
      if (scene.chosen >= 0) onChoose(-1);
      else onSelect(null);
    } else return;
    setIsFocused(true);
    event.preventDefault();
  };

  return (
    <div
      ref={frame}
      className={styles.frame}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
      tabIndex={0}
      role="application"
      aria-label={label}
      aria-describedby={`${id}-help`}
      data-testid={testId}
      data-points={scene.positions.length / 2}
      data-tool={tool}
      data-over={hovered >= 0 || undefined}
      data-hovered={hovered >= 0 ? scene.nameOf(hovered) : undefined}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onPointerLeave={() => setHovered(-1)}
      onKeyDown={onKeyDown}
      onFocus={(event) => setIsFocused(event.currentTarget.matches(':focus-visible'))}
      onBlur={() => setIsFocused(false)}
    >
      <canvas ref={canvas} className={styles.canvas} aria-hidden />
      {line !== null && line.length > 1 ? (
        <LassoLine line={line} hasCorners={false} />
      ) : (
        corners.length > 0 && <LassoLine line={corners.map((corner) => toScreen(transform(), corner))} hasCorners />
      )}
      {tool === 'lasso' && lassoHelp !== undefined && (
        <p className={styles.hint} role="status" data-testid={`${testId}-lasso`} data-corners={corners.length}>
          {lassoHelp(corners.length)}
        </p>
      )}
      <VisuallyHidden>
        <span id={`${id}-help`}>{help}</span>
        <span role="status" data-testid={`${testId}-said`}>
          {isFocused && focused >= 0 && focused < scene.positions.length / 2 ? tell(focused) : ''}
        </span>
      </VisuallyHidden>
    </div>
  );
}

/** The points on their way: ease out, and done after `GLIDE_MS`. */
function glidePositions(
  gliding: { current: { from: Float32Array; startedAt: number } | null },
  to: Float32Array,
): Float32Array {
  const glide = gliding.current;
  if (glide === null) return to;
  const share = (performance.now() - glide.startedAt) / GLIDE_MS;
  if (share >= 1) {
    gliding.current = null;
    return to;
  }
  const eased = 1 - (1 - share) ** 3;
  return to.map((value, at) => glide.from[at] + (value - glide.from[at]) * eased);
}
