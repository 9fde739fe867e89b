/** The table twin of a chart: one row for each x, one or two columns for each line. */
import type { Curve, Level } from '@/components/charts/types';

export interface CurveTable {
  columns: { key: string; label: string; numeric?: boolean }[];
  rows: Record<string, string | number | null>[];
}

/**
 * @param names what the bold and the faint line of a run are called; a chart without faint lines needs no words
 */
export function curveTable(
  curves: readonly Curve[],
  x: { key: string; label: string },
  names: { main: string; faint: string } | null,
  levels: readonly Level[] = [],
): CurveTable {
  const columns = [
    { ...x, numeric: true },
    ...curves.flatMap((curve) =>
      names === null
        ? [{ key: curve.id, label: curve.label, numeric: true }]
        : [
            { key: curve.id, label: `${curve.label}, ${names.main}`, numeric: true },
            { key: `${curve.id}/faint`, label: `${curve.label}, ${names.faint}`, numeric: true },
          ],
    ),
    ...levels.map((level) => ({ key: level.id, label: level.label, numeric: true })),
  ];
  const rows = new Map<number, Record<string, string | number | null>>();
  const put = (key: string, points: Curve['points']) => {
    for (const point of points) {
      const row = rows.get(point.x) ?? { [x.key]: round(point.x) };
      row[key] = round(point.y);
      rows.set(point.x, row);
    }
  };
  for (const curve of curves) {
    put(curve.id, curve.points);
    if (names !== null) {
      put(`${curve.id}/faint`, curve.faint);
    }
  }
  const sorted = [...rows.entries()].sort(([a], [b]) => a - b).map(([, row]) => row);
  for (const row of sorted) {
    for (const level of levels) {
      row[level.id] = round(level.y);
    }
  }
  return { columns, rows: sorted };
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
