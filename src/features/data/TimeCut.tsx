import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { niceTicks } from '@/components/charts/niceTicks';
import { useSize } from '@/components/charts/useSize';
import { cx } from '@/components/cx';
import { formatCompact, formatCount, formatDate, formatPercent } from '@/components/format';
import { TableTwin } from '@/components/TableTwin';
import type { DatasetSummary, Timeline } from '@/data/types';
import { DAY, dateTicks, formatTick, stepOf, writeMoment } from './moments';
import styles from './TimeCut.module.css';
import { shareAfter } from './timelineShare';

const HEIGHT = 130;

interface TimeCutProps {
  timeline: Timeline;
  /** of all rows as read */
  timeRange: NonNullable<DatasetSummary['timeRange']>;
  /** where test begins; null if nothing lies behind the cut */
  cut: number | null;
  /** where validation begins; null where there is none */
  validationFrom: number | null;
  onChange: (cut: number) => void;
  /** fields for the same, at the end of the title's line */
  children: ReactNode;
}

/** Interactions over time, and one line for everyone: a slider that is dragged or moved with the arrow keys. */
export function TimeCut({ timeline, timeRange, cut, validationFrom, onChange, children }: TimeCutProps) {
  const { t } = useTranslation('data');
  const id = useId();
  const plot = useRef<HTMLDivElement>(null);
  const width = useSize(plot)?.width ?? 0;
  const isDragging = useRef(false);
  const [dragged, setDragged] = useState<number | null>(null);
  const { from, barSeconds, counts } = timeline;
  const range = barSeconds * counts.length;
  const x = (moment: number) => (width * (moment - from)) / range;
  const ticks = niceTicks(0, Math.max(1, ...counts), 3);
  const highest = ticks[ticks.length - 1];
  const shown = dragged ?? cut ?? timeRange.to;
  const step = stepOf(barSeconds);
  const commit = (moment: number | null) => {
    isDragging.current = false;
    setDragged(null);
    if (moment !== null && moment !== cut) onChange(moment);
  };
  // Bars overlap by nothing and stand a pixel apart where there is room.
  const barWidth = Math.max(0.5, width / counts.length - 1);
  const bars = counts
    .map((count, bar) => {
      const height = (HEIGHT * count) / highest;
      return count > 0
        ? `M${x(from + bar * barSeconds).toFixed(2)} ${HEIGHT}v${-height.toFixed(2)}h${barWidth.toFixed(2)}V${HEIGHT}z`
        : '';
    })
    .join('');
  const valid = dragged === null && validationFrom !== null ? Math.min(validationFrom, shown) : shown;
  const regions = [
    { part: 'train', start: 0, end: x(valid) },
    { part: 'valid', start: x(valid), end: x(shown) },
    { part: 'test', start: x(shown), end: width },
  ];

  return (
    <figure className={styles.figure} data-testid="time-cut">
      <div className={styles.header}>
        <figcaption className={styles.title}>{t('cut.title', { bar: barLength(barSeconds, t) })}</figcaption>
        <TableTwin
          caption={t('cut.table')}
          columns={[
            { key: 'from', label: t('cut.from') },
            { key: 'count', label: t('split.interactions'), numeric: true },
          ]}
          rows={counts.map((count, bar) => ({ from: writeMoment(from + bar * barSeconds), count }))}
          format={(value) => (typeof value === 'number' ? formatCount(value) : String(value))}
        />
        {children}
      </div>
      <div className={styles.chart}>
        <div className={styles.yAxis} aria-hidden="true">
          {ticks.map((tick) => (
            <span key={tick} style={{ bottom: (HEIGHT * tick) / highest }}>
              {formatCompact(tick)}
            </span>
          ))}
        </div>
        <div ref={plot} className={styles.plot} style={{ height: HEIGHT }}>
          <svg width={width} height={HEIGHT} aria-hidden="true">
            {ticks.map((tick) => (
              <line
                key={tick}
                x1={0}
                x2={width}
                y1={HEIGHT * (1 - tick / highest)}
                y2={HEIGHT * (1 - tick / highest)}
                className={tick === 0 ? styles.axis : styles.grid}
              />
            ))}
            {regions.map(({ part, start, end }) => (
              <g key={part}>
                <clipPath id={`${id}-${part}`}>
                  <rect x={start} width={Math.max(0, end - start)} y={0} height={HEIGHT} />
                </clipPath>
                <path d={bars} clipPath={`url(#${id}-${part})`} className={styles[part]} />
              </g>
            ))}
          </svg>
          {valid < shown && (
            <Flag at={x(valid)} width={width} className={styles.validFlag}>
              {t('cut.validationFrom', { date: formatMoment(valid) })}
            </Flag>
          )}
          {/* The slider is the plot itself, unseen; line and knob are drawn where it stands. */}
          <input
            type="range"
            className={styles.slider}
            aria-label={t('cut.slider')}
            aria-valuetext={formatMoment(shown)}
            min={(Math.floor(timeRange.from / step) + 1) * step}
            max={Math.floor(timeRange.to / step) * step}
            step={step}
            value={shown}
            onPointerDown={() => {
              isDragging.current = true;
            }}
            onPointerUp={() => commit(dragged)}
            onPointerCancel={() => commit(null)}
            onChange={(event) => {
              const moment = Number(event.target.value);
              if (isDragging.current) setDragged(moment);
              else commit(moment);
            }}
          />
          <Flag at={x(shown)} width={width} className={styles.testFlag} knob>
            <strong>{t('cut.testFrom', { date: formatMoment(shown) })}</strong>
            {dragged !== null && ` · ${t('cut.about', { share: formatPercent(shareAfter(timeline, shown), 1) })}`}
          </Flag>
        </div>
        <div className={styles.xAxis} aria-hidden="true">
          {dateTicks(from, from + range).map((tick) => (
            <span key={tick} style={{ left: x(tick) }}>
              {formatTick(tick, range)}
            </span>
          ))}
        </div>
      </div>
    </figure>
  );
}

interface FlagProps {
  /** px from the plot's left edge */
  at: number;
  width: number;
  className: string;
  knob?: boolean;
  children: ReactNode;
}

/** A line with words on the side where there is room. */
function Flag({ at, width, className, knob, children }: FlagProps) {
  return (
    <div
      className={cx(styles.flag, className)}
      style={{ left: at }}
      data-side={at > width / 2 ? 'left' : 'right'}
      aria-hidden="true"
    >
      {knob && <span className={styles.knob} />}
      <span className={styles.words}>{children}</span>
    </div>
  );
}

function formatMoment(seconds: number): string {
  return seconds % DAY === 0 ? formatDate(seconds) : `${formatDate(seconds)} ${writeMoment(seconds).slice(11)}`;
}

function barLength(seconds: number, t: ReturnType<typeof useTranslation<'data'>>['t']): string {
  if (seconds >= DAY) return t('cut.days', { count: Math.round(seconds / DAY) });
  if (seconds >= 3600) return t('cut.hours', { count: seconds / 3600 });
  return seconds >= 60 ? t('cut.minutes', { count: seconds / 60 }) : t('cut.seconds', { count: seconds });
}
