/** What lies over the lines of a chart: their names, best and present marks, flags, and the crosshair with its values. */
import { usePlotArea, useYAxisScale } from 'recharts';
import { modelStyle } from '../modelStyle';
import styles from './CurveChart.module.css';
import { type Crosshair, useCrosshair } from './crosshair';
import { placeLabels } from './placeLabels';
import { nearestPoint } from './points';
import { type Curve, type Flag, type Level, type Point, shadeOf } from './types';

interface OverlayProps {
  curves: Curve[];
  levels: Level[];
  flags: Flag[];
  compact: boolean;
  /** where a replay stands, on the x axis */
  cursor?: number;
  crosshair: Crosshair;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  /** right end of the x axis, which begins at 0 */
  xDomain: number;
  /** how much larger than usual text is */
  scale: number;
}

/** Where the plot lies and how values become pixels. */
interface Geometry {
  left: number;
  top: number;
  width: number;
  height: number;
  toX: (x: number) => number;
  toY: (y: number) => number;
  scale: number;
}

const NAME_GAP = 15;
const NAME_OFFSET = 8;
const PILL_GAP = 21;
const PILL_HEIGHT = 18;
/** Mean advance of Inter at 12 px, a little generous: names only need to be known not to touch. */
const CHARACTER_WIDTH = 6.9;

export function ChartOverlay(props: OverlayProps) {
  const plot = usePlotArea();
  const scaleY = useYAxisScale();
  if (plot === undefined || scaleY === undefined) {
    return null;
  }
  const geometry: Geometry = {
    left: plot.x,
    top: plot.y,
    width: plot.width,
    height: plot.height,
    toX: (x) => plot.x + (props.xDomain > 0 ? (x / props.xDomain) * plot.width : 0),
    toY: (y) => scaleY(y) ?? plot.y,
    scale: props.scale,
  };
  return (
    <g className={styles.overlay}>
      <Flags flags={props.flags} geometry={geometry} />
      {props.cursor !== undefined && <Cursor x={props.cursor} curves={props.curves} geometry={geometry} />}
      <Names {...props} geometry={geometry} />
      <CrosshairLayer {...props} geometry={geometry} />
    </g>
  );
}

function Names({ curves, levels, compact, formatY, geometry }: OverlayProps & { geometry: Geometry }) {
  const edge = geometry.left + geometry.width + NAME_OFFSET * geometry.scale;
  const names = [
    ...levels.map((level) => ({
      id: level.id,
      label: level.label,
      value: compact ? '' : formatY(level.y),
      x: edge,
      y: geometry.toY(level.y),
    })),
    ...curves.flatMap((curve) => {
      const end = endOf(curve);
      return end === null
        ? []
        : [
            {
              id: curve.id,
              label: curve.label,
              value: compact ? '' : formatY(end.y),
              x: compact
                ? edge
                : Math.min(geometry.left + geometry.width, geometry.toX(end.x)) + offsetOf(curve, end) * geometry.scale,
              y: geometry.toY(end.y),
            },
          ];
    }),
  ];
  const placed = placeLabels(
    names.map(({ label, value, x, y }) => ({
      y,
      left: x,
      right: x + (label.length + (value === '' ? 0 : value.length + 1)) * CHARACTER_WIDTH * geometry.scale,
    })),
    geometry.top + 4,
    geometry.top + geometry.height - 4,
    NAME_GAP * geometry.scale,
  );
  return (
    <>
      {curves.map((curve) => (
        <Marks key={curve.id} curve={curve} compact={compact} geometry={geometry} />
      ))}
      {names.map((name, index) => (
        <text key={name.id} className={styles.name} x={name.x} y={placed[index]} dominantBaseline="central">
          <tspan className={styles.nameLabel}>{name.label}</tspan>
          {name.value !== '' && <tspan> {name.value}</tspan>}
        </text>
      ))}
    </>
  );
}

function Marks({ curve, compact, geometry }: { curve: Curve; compact: boolean; geometry: Geometry }) {
  const end = endOf(curve);
  const opacity = shadeOf(curve);
  return (
    <g stroke={modelStyle(curve.model).hue} opacity={opacity}>
      {end !== null && (!compact || curve.points.length < 2) && (
        <circle
          className={styles.present}
          cx={geometry.toX(end.x)}
          cy={geometry.toY(end.y)}
          r={3 * geometry.scale}
          fill={modelStyle(curve.model).hue}
        />
      )}
      {curve.best !== null && (
        <circle
          className={styles.best}
          cx={geometry.toX(curve.best.x)}
          cy={geometry.toY(curve.best.y)}
          r={(compact ? 3.5 : 5.5) * geometry.scale}
        />
      )}
    </g>
  );
}

/** Where a replay stands, with a dot on each line. */
function Cursor({ x, curves, geometry }: { x: number; curves: Curve[]; geometry: Geometry }) {
  const at = geometry.toX(x);
  return (
    <g className={styles.cursor} data-cursor={x}>
      <line x1={at} x2={at} y1={geometry.top} y2={geometry.top + geometry.height} />
      {curves.map((curve) => {
        const point = curve.points.findLast((candidate) => candidate.x <= x + 1e-9);
        return (
          point && (
            <circle
              key={curve.id}
              cx={geometry.toX(point.x)}
              cy={geometry.toY(point.y)}
              r={4 * geometry.scale}
              fill={modelStyle(curve.model).hue}
            />
          )
        );
      })}
    </g>
  );
}

function Flags({ flags, geometry }: { flags: Flag[]; geometry: Geometry }) {
  const bottom = geometry.top + geometry.height;
  const placed = placeLabels(
    flags.map((flag) => {
      const left = geometry.toX(flag.x);
      return { y: bottom - 16, left, right: left + 12 + flag.label.length * CHARACTER_WIDTH };
    }),
    geometry.top,
    bottom - 16,
    18,
  );
  return flags.map((flag, index) => {
    const x = geometry.toX(flag.x);
    const y = placed[index];
    // near the right edge the words go to the left of the mast
    const turned = x + 12 + flag.label.length * CHARACTER_WIDTH > geometry.left + geometry.width + 100;
    return (
      <g key={flag.id} className={styles.flag}>
        <line x1={x} x2={x} y1={bottom} y2={y - 5} stroke={modelStyle(flag.model).hue} />
        <path d={`M ${x} ${y - 5} h 8 l -2.5 4 l 2.5 4 h -8 z`} fill={modelStyle(flag.model).hue} />
        <text x={turned ? x - 6 : x + 12} y={y} dominantBaseline="central" textAnchor={turned ? 'end' : 'start'}>
          {flag.label}
        </text>
      </g>
    );
  });
}

function CrosshairLayer({
  curves,
  crosshair,
  formatX,
  formatY,
  xDomain,
  compact,
  geometry,
}: OverlayProps & { geometry: Geometry }) {
  const x = useCrosshair(crosshair);
  const { left, top, width, height, scale } = geometry;
  const move = (event: React.PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const wanted = ((event.clientX - box.left) / box.width) * xDomain;
    crosshair.set(snap(curves, wanted));
  };
  const values =
    x === null
      ? []
      : curves.flatMap((curve) => {
          const point = nearestPoint(curve.points, x);
          return point === null ? [] : [{ curve, point }];
        });
  const heights = placeLabels(
    values.map(({ point }) => ({ y: geometry.toY(point.y), left: 0, right: 1 })),
    top + 2,
    top + height - (PILL_HEIGHT / 2) * scale,
    PILL_GAP * scale,
  );
  return (
    <g>
      {x !== null && x <= xDomain && (
        <g className={styles.crosshair}>
          <line x1={geometry.toX(x)} x2={geometry.toX(x)} y1={top} y2={top + height} />
          {values.map(({ curve, point }) => (
            <circle
              key={curve.id}
              cx={geometry.toX(point.x)}
              cy={geometry.toY(point.y)}
              r={3.5}
              stroke={modelStyle(curve.model).hue}
            />
          ))}
          {values.map(({ curve, point }, index) => (
            <Pill
              key={curve.id}
              x={left - (compact ? 40 : 44) * scale}
              scale={scale}
              y={heights[index]}
              text={formatY(point.y)}
              color={modelStyle(curve.model).hue}
            />
          ))}
          <XPill x={geometry.toX(x)} y={top + height + 12 * scale} text={formatX(x)} scale={scale} />
        </g>
      )}
      <rect
        className={styles.catch}
        x={left}
        y={top}
        width={Math.max(0, width)}
        height={Math.max(0, height)}
        onPointerMove={move}
        onPointerDown={move}
        onPointerLeave={() => crosshair.set(null)}
      />
    </g>
  );
}

interface PillProps {
  x: number;
  y: number;
  text: string;
  scale: number;
}

function Pill({ x, y, text, color, scale }: PillProps & { color: string }) {
  const width = (text.length * CHARACTER_WIDTH + 10) * scale;
  const height = PILL_HEIGHT * scale;
  return (
    <g className={styles.pill}>
      <rect x={x} y={y - height / 2} width={width} height={height} rx={4} stroke={color} />
      <text x={x + width / 2} y={y} textAnchor="middle" dominantBaseline="central">
        {text}
      </text>
    </g>
  );
}

function XPill({ x, y, text, scale }: PillProps) {
  const width = (text.length * CHARACTER_WIDTH + 12) * scale;
  const height = PILL_HEIGHT * scale;
  return (
    <g className={styles.xPill}>
      <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx={4} />
      <text x={x} y={y} textAnchor="middle" dominantBaseline="central">
        {text}
      </text>
    </g>
  );
}

/** A name keeps clear of the ring around the best epoch. */
function offsetOf(curve: Curve, end: Point): number {
  return curve.best?.x === end.x ? NAME_OFFSET + 4 : NAME_OFFSET;
}

/** The newest point, of the faint line while the main one has none. */
function endOf(curve: Curve): Point | null {
  return curve.points[curve.points.length - 1] ?? curve.faint[curve.faint.length - 1] ?? null;
}

/** The nearest x at which any line has a point. */
function snap(curves: Curve[], wanted: number): number | null {
  let best: number | null = null;
  for (const curve of curves) {
    for (const { x } of curve.points) {
      if (best === null || Math.abs(x - wanted) < Math.abs(best - wanted)) {
        best = x;
      }
    }
  }
  return best;
}
