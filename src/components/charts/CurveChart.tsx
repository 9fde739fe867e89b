/**
 * Curves over epochs, seconds or samples, with names at the ends of the lines, baselines as levels, the best epoch
 * ringed and a crosshair shared with the charts beside it. recharts draws axes, grid and lines; what it has no word
 * for (names, rings, crosshair) is drawn over it by `ChartOverlay`.
 */
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { CartesianGrid, DefaultZIndexes, Line, LineChart, ReferenceLine, XAxis, YAxis, ZIndexLayer } from 'recharts';
import { formatCompact } from '../format';
import { modelStyle } from '../modelStyle';
import { VisuallyHidden } from '../VisuallyHidden';
import { ChartOverlay } from './ChartOverlay';
import styles from './CurveChart.module.css';
import type { Crosshair } from './crosshair';
import { decadeTicks, niceTicks, tickDecimals } from './niceTicks';
import { nearestPoint, thinPoints, yRange } from './points';
import { type Curve, type Flag, type Level, shadeOf } from './types';
import { useSize } from './useSize';

export interface CurveChartProps {
  /** what a screen reader calls the chart */
  name: string;
  /** said after the name: how to read it with the keyboard */
  hint: string;
  testId?: string;
  curves: Curve[];
  levels?: Level[];
  flags?: Flag[];
  /** the x axis goes from 0 at least to here, so that it does not creep while training */
  xEnd: number;
  xLabel?: string;
  /** the x axis counts whole things: no ticks between them */
  wholeX?: boolean;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  crosshair: Crosshair;
  /** the y axis goes by powers of ten: for ranks and other numbers from 1 on */
  logY?: boolean;
  /** an upright line where a replay stands */
  cursor?: number;
  /** a small multiple: fewer ticks, names without values */
  compact?: boolean;
  /** room at the right for names, in pixels */
  nameRoom?: number;
  /** what the live region says at the crosshair */
  describe: (x: string, values: { label: string; value: string }[]) => string;
}

const X_AXIS_HEIGHT = 22;
const X_LABEL_HEIGHT = 18;

export const CurveChart = memo(function CurveChart(props: CurveChartProps) {
  const { curves, levels = NO_LEVELS, flags = NO_FLAGS, compact = false, logY = false, crosshair } = props;
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const drawn = useMemo(
    () => curves.map((curve) => ({ ...curve, points: thinPoints(curve.points), faint: thinPoints(curve.faint) })),
    [curves],
  );
  const yTicks = useMemo(() => {
    const range = yRange([
      ...drawn.flatMap((curve) => [curve.points, curve.faint]),
      levels.map(({ y }) => ({ x: 0, y })),
    ]);
    if (range === null) return [];
    return logY ? decadeTicks(range[0], range[1]) : niceTicks(range[0], range[1]);
  }, [drawn, levels, logY]);
  const furthest = Math.max(props.xEnd, ...drawn.flatMap((curve) => [lastX(curve.points), lastX(curve.faint)]));
  const xTicks = useMemo(() => {
    const ticks = niceTicks(0, furthest, compact ? 3 : 6, false);
    return props.wholeX ? ticks.filter(Number.isInteger) : ticks;
  }, [furthest, compact, props.wholeX]);
  const decimals = tickDecimals(yTicks);
  const said = useSpoken(crosshair, props);
  const onKeyDown = useArrowKeys(crosshair, drawn, furthest);

  const scale = size?.scale ?? 1;
  const margin = {
    top: 10 * scale,
    right: (props.nameRoom ?? 120) * scale,
    bottom: props.xLabel ? X_LABEL_HEIGHT * scale : 4,
    left: 0,
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart is a group of marks, not a field set
    <div
      className={styles.chart}
      ref={frame}
      role="group"
      aria-label={`${props.name}. ${props.hint}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the crosshair
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => crosshair.set(null)}
      data-testid={props.testId}
    >
      {size !== null && size.width > 0 && size.height > 0 && yTicks.length > 0 && (
        <LineChart
          data={[
            { x: 0, y: yTicks[0] },
            { x: furthest, y: yTicks[0] },
          ]}
          width={size.width}
          height={size.height}
          margin={margin}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--grid)" />
          <XAxis
            dataKey="x"
            type="number"
            domain={[0, furthest]}
            ticks={xTicks}
            tickFormatter={props.formatX}
            interval="preserveStartEnd"
            height={X_AXIS_HEIGHT * scale}
            tickLine={false}
            tick={TICK}
            axisLine={AXIS_LINE}
            label={
              props.xLabel ? { value: props.xLabel, position: 'bottom', offset: 2, className: styles.tick } : undefined
            }
          />
          <YAxis
            type="number"
            scale={logY ? 'log' : 'auto'}
            domain={[yTicks[0], yTicks[yTicks.length - 1]]}
            ticks={yTicks}
            tickFormatter={logY ? formatCompact : (y: number) => y.toFixed(decimals)}
            interval={0}
            width={46 * scale}
            tickLine={false}
            axisLine={false}
            tick={TICK}
          />
          {/* recharts draws no scale before it has a line: this one is always there and never seen. */}
          <Line dataKey="y" zIndex={0} stroke="none" dot={false} activeDot={false} isAnimationActive={false} />
          {levels.map((level) => (
            <g key={level.id} data-line={level.id} data-level={level.y}>
              <ReferenceLine
                y={level.y}
                zIndex={0}
                stroke={modelStyle(level.model).hue}
                strokeDasharray={modelStyle(level.model).dash}
                className={styles.level}
              />
            </g>
          ))}
          {drawn.map((curve) => (
            <g key={curve.id} data-line={curve.id} data-points={curve.points.length} data-faint={curve.faint.length}>
              {curve.faint.length > 1 && (
                <Line
                  data={curve.faint}
                  dataKey="y"
                  zIndex={0}
                  type="linear"
                  stroke={modelStyle(curve.model).hue}
                  className={styles.faint}
                  dot={false}
                  activeDot={false}
                  isAnimationActive={false}
                />
              )}
              {/* Without points of its own a line would draw the chart's; a single point is a mark of the overlay. */}
              {curve.points.length > 1 && (
                <Line
                  data={curve.points}
                  dataKey="y"
                  zIndex={0}
                  type="linear"
                  stroke={modelStyle(curve.model).hue}
                  strokeOpacity={shadeOf(curve)}
                  strokeDasharray={modelStyle(curve.model).dash}
                  className={styles.line}
                  dot={false}
                  activeDot={false}
                  isAnimationActive={false}
                />
              )}
            </g>
          ))}
          {/* above the axes, whose numbers the crosshair's pills cover */}
          <ZIndexLayer zIndex={DefaultZIndexes.label}>
            <ChartOverlay
              curves={drawn}
              levels={levels}
              flags={flags}
              compact={compact}
              cursor={props.cursor}
              crosshair={crosshair}
              formatX={props.formatX}
              formatY={props.formatY}
              xDomain={furthest}
              scale={scale}
            />
          </ZIndexLayer>
        </LineChart>
      )}
      <VisuallyHidden>
        <output>{said}</output>
      </VisuallyHidden>
    </div>
  );
});

const NO_LEVELS: Level[] = [];
const NO_FLAGS: Flag[] = [];
const TICK = { className: styles.tick };
const AXIS_LINE = { stroke: 'var(--control-border)' };
/** Readers are told a value once the crosshair rests. */
const SPEAK_AFTER_MS = 400;

function lastX(points: { x: number }[]): number {
  return points[points.length - 1]?.x ?? 0;
}

/** Left and right go from point to point, Home and End to the ends, Escape leaves. */
function useArrowKeys(crosshair: Crosshair, curves: Curve[], end: number) {
  return useCallback(
    (event: React.KeyboardEvent) => {
      const stops = [...new Set(curves.flatMap((curve) => curve.points.map((point) => point.x)))].sort((a, b) => a - b);
      const at = crosshair.get();
      const next = {
        ArrowRight: stops.find((x) => at === null || x > at),
        ArrowLeft: stops.findLast((x) => x < (at ?? end + 1)),
        Home: stops[0],
        End: stops[stops.length - 1],
      }[event.key];
      if (next !== undefined) {
        event.preventDefault();
        crosshair.set(next);
      } else if (event.key === 'Escape' && at !== null) {
        crosshair.set(null);
      }
    },
    [crosshair, curves, end],
  );
}

/** What stands at the crosshair, once it rests and only if this chart has the keyboard's focus or the pointer. */
function useSpoken(crosshair: Crosshair, props: CurveChartProps): string {
  const [said, setSaid] = useState('');
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = crosshair.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const x = crosshair.get();
        setSaid(x === null ? '' : sentence(latest.current, x));
      }, SPEAK_AFTER_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [crosshair]);
  return said;
}

function sentence(props: CurveChartProps, x: number): string {
  const values = props.curves.flatMap((curve) => {
    const point = nearestPoint(curve.points, x);
    return point === null ? [] : [{ label: curve.label, value: props.formatY(point.y) }];
  });
  return values.length === 0 ? '' : props.describe(props.formatX(x), values);
}
