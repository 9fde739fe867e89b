/** The line around points while it is drawn, over the map: in pixels. */
import type { Place } from './corners';
import styles from './MapCanvas.module.css';

export function LassoLine({ line, hasCorners }: { line: readonly Place[]; hasCorners: boolean }) {
  return (
    <svg className={styles.line} aria-hidden="true">
      <polygon points={line.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {hasCorners &&
        line.map(({ x, y }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its place
          <circle key={place} cx={x} cy={y} r={place === 0 || place === line.length - 1 ? 5 : 3} />
        ))}
    </svg>
  );
}
