/**
 * Two columns of places with a line for each run: where lines cross, the order of the models depends on how they are
 * ranked. Places, not values: sampled values are always higher and say nothing beside full ones.
 */
import { useRef } from 'react';
import { useSize } from '@/components/charts/useSize';
import { modelStyle } from '@/components/modelStyle';
import type { Rung } from './ladder';
import styles from './SlopeChart.module.css';

export interface SlopeChartProps {
  rungs: Rung[];
  /** what a screen reader calls the chart; the table beside it is its twin */
  name: string;
  left: string;
  right: string;
}

const NAME_ROOM = 118;
const HEAD = 26;

export function SlopeChart({ rungs, name, left, right }: SlopeChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const { width, height, scale } = size ?? { width: 0, height: 0, scale: 1 };
  const [x1, x2] = [NAME_ROOM * scale, width - NAME_ROOM * scale];
  const rows = Math.max(1, rungs.length);
  const y = (place: number) => HEAD * scale + ((place - 0.5) / rows) * (height - HEAD * scale);
  return (
    <div ref={frame} className={styles.chart} role="img" aria-label={name} data-testid="slope-chart">
      {width > 2 * NAME_ROOM && (
        <svg width={width} height={height} aria-hidden>
          <text x={x1} y={HEAD * 0.5 * scale} className={styles.head} textAnchor="middle">
            {left}
          </text>
          <text x={x2} y={HEAD * 0.5 * scale} className={styles.head} textAnchor="middle">
            {right}
          </text>
          {[x1, x2].map((x) => (
            <line key={x} x1={x} x2={x} y1={HEAD * scale} y2={height} className={styles.axis} />
          ))}
          {rungs.map(({ run, fullPlace, otherPlace }) => {
            const { hue, dash } = modelStyle(run.request.model);
            return (
              <g key={run.id} className={fullPlace === otherPlace ? undefined : styles.moved}>
                <line
                  x1={x1}
                  y1={y(fullPlace)}
                  x2={x2}
                  y2={y(otherPlace)}
                  stroke={hue}
                  strokeDasharray={dash}
                  className={styles.slope}
                />
                <circle cx={x1} cy={y(fullPlace)} r={4 * scale} fill={hue} />
                <circle cx={x2} cy={y(otherPlace)} r={4 * scale} fill={hue} />
                <text x={x1 - 10} y={y(fullPlace)} className={styles.name} textAnchor="end">
                  {run.label}
                </text>
                <text x={x2 + 10} y={y(otherPlace)} className={styles.name}>
                  {run.label}
                </text>
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}
