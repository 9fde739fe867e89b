/** From measurements to rows, and from rows to text. */
import { modelSpec } from '@/models/catalog';
import type { Measurement } from './measure';
import type { Experiment, Figure, Row } from './types';

export interface JudgedRow {
  row: Row;
  target: Figure['target'];
  met: boolean;
}

/** One row for each figure. @param measurements of the seeds, in order */
export function rowsOf(experiment: Experiment, seeds: number[], measurements: Measurement[]): JudgedRow[] {
  return experiment.figures.map(({ metric, heldAgainst, published, source, target }) => {
    const values = measurements.map((measurement) => measurement.values[metric] ?? Number.NaN);
    const ours = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - ours) ** 2, 0);
    const row = {
      protocol: experiment.protocol.id,
      model: nameOf(experiment),
      metric,
      heldAgainst,
      published,
      source,
      ours,
      sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null,
      seeds,
    };
    const met = 'atLeast' in target ? ours >= target.atLeast : Math.abs(ours - target.near) <= target.within;
    return { row, target, met };
  });
}

function nameOf({ model, config }: Experiment): string {
  const changed = Object.entries(config).map(([name, value]) => `${name} ${value}`);
  return modelSpec(model).name + (changed.length > 0 ? ` (${changed.join(', ')})` : '');
}

/** The table as Markdown, which is also fit to be read as it is. */
export function formatTable(rows: JudgedRow[]): string {
  const head = ['protocol', 'model', 'metric', 'held against', 'ours', 'sd', 'difference', 'target', '', 'source'];
  const body = rows.map(({ row, target, met }) => [
    row.protocol,
    row.model,
    row.metric,
    row.heldAgainst === null ? '–' : decimals(row.heldAgainst),
    decimals(row.ours),
    row.sd === null ? '–' : decimals(row.sd),
    row.heldAgainst === null ? '–' : `${row.ours >= row.heldAgainst ? '+' : ''}${decimals(row.ours - row.heldAgainst)}`,
    'atLeast' in target ? `>= ${decimals(target.atLeast)}` : `${decimals(target.near)} ± ${decimals(target.within)}`,
    met ? 'met' : 'MISSED',
    row.source,
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((cells) => cells[column].length)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

const decimals = (value: number) => value.toFixed(4);
