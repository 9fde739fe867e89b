/** The metric against the values of a sweep, evenly spaced: validation decides, test is only read. */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CartesianGrid, Line, LineChart, XAxis, YAxis } from 'recharts';
import { niceTicks, tickDecimals } from '@/components/charts/niceTicks';
import { yRange } from '@/components/charts/points';
import { useSize } from '@/components/charts/useSize';
import { modelStyle } from '@/components/modelStyle';
import type { ConfigValue, ModelId } from '@/models/types';
import styles from './SweepChart.module.css';
import type { SweepPoint } from './sweepPoints';

export interface SweepChartProps {
  points: SweepPoint[];
  model: ModelId;
  /** what a screen reader calls the chart; the table below is its twin */
  name: string;
  /** under the x axis */
  parameter: string;
  valueText: (value: ConfigValue) => string;
}

const NAME_ROOM = 132;

export function SweepChart({ points, model, name, parameter, valueText }: SweepChartProps) {
  const { t } = useTranslation('sweep');
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const { hue } = modelStyle(model);
  const data = points.map(({ value, valid, test, isBest }) => ({ value: valueText(value), valid, test, isBest }));
  const known = (key: 'valid' | 'test') =>
    data.flatMap((point, x) => (point[key] === null ? [] : [{ x, y: point[key] }]));
  const range = yRange([known('valid'), known('test')]);
  const ticks = range === null ? [] : niceTicks(range[0], range[1]);
  const decimals = tickDecimals(ticks);
  const scale = size?.scale ?? 1;
  const last = { valid: known('valid').at(-1), test: known('test').at(-1) };

  return (
    <div ref={frame} className={styles.chart} role="img" aria-label={name} data-testid="sweep-chart">
      {size !== null && size.width > 0 && ticks.length > 0 && (
        <LineChart
          data={data}
          width={size.width}
          height={size.height}
          margin={{ top: 12, right: NAME_ROOM * scale, bottom: 20 * scale, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--grid)" />
          <XAxis
            dataKey="value"
            type="category"
            padding={{ left: 24, right: 24 }}
            tickLine={false}
            tick={{ className: styles.tick }}
            axisLine={{ stroke: 'var(--control-border)' }}
            label={{ value: parameter, position: 'bottom', offset: 2, className: styles.tick }}
          />
          <YAxis
            type="number"
            domain={[ticks[0], ticks[ticks.length - 1]]}
            ticks={ticks}
            tickFormatter={(y: number) => y.toFixed(decimals)}
            width={46 * scale}
            tickLine={false}
            axisLine={false}
            tick={{ className: styles.tick }}
          />
          <Line
            dataKey="test"
            stroke="var(--text)"
            strokeDasharray="2 4"
            className={styles.test}
            dot={{ r: 3, fill: 'var(--surface)', stroke: 'var(--text)' }}
            activeDot={false}
            isAnimationActive={false}
            connectNulls
            label={endName(t('panel.test'), last.test, last.valid, -1)}
          />
          <Line
            dataKey="valid"
            stroke={hue}
            className={styles.valid}
            dot={(props: DotProps) => (
              <g key={props.index}>
                {props.cy !== undefined && props.payload.valid !== null && (
                  <>
                    <circle cx={props.cx} cy={props.cy} r={4} fill={hue} />
                    {props.payload.isBest && (
                      <circle cx={props.cx} cy={props.cy} r={9} className={styles.best} data-testid="sweep-best" />
                    )}
                  </>
                )}
              </g>
            )}
            activeDot={false}
            isAnimationActive={false}
            connectNulls
            label={endName(t('panel.valid'), last.valid, last.test, 1)}
          />
        </LineChart>
      )}
    </div>
  );
}

interface DotProps {
  cx?: number;
  cy?: number;
  index?: number;
  payload: { valid: number | null; isBest: boolean };
}

/** The line's name at its last point; moved apart where the other line ends at nearly the same height. */
function endName(
  name: string,
  own: { x: number; y: number } | undefined,
  other: { x: number; y: number } | undefined,
  side: 1 | -1,
) {
  const isAbove = own && other ? own.y > other.y || (own.y === other.y && side > 0) : true;
  return (props: { x?: number | string; y?: number | string; index?: number }) =>
    own && props.index === own.x ? (
      <text
        x={Number(props.x) + 14}
        y={Number(props.y) + (isAbove ? -2 : 12)}
        className={styles.name}
        dominantBaseline="central"
      >
        {name}
      </text>
    ) : (
      <g />
    );
}
