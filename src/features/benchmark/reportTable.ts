/** A report as rows, for the table and for copying. */
import type { BenchmarkReport, StepFigures } from '@/benchmark/types';

export interface ReportRow {
  task: BenchmarkReport['steps'][number]['task'];
  ours: StepFigures | null;
  stock: StepFigures | null;
  /** of whoever failed */
  error: string | null;
  /** times as long as ours */
  speedup: number | null;
  jsSpeedup: number | null;
  /** what the device's rates allow, over what was taken */
  fractionOfBound: number | null;
}

export function reportRows({ steps }: BenchmarkReport): ReportRow[] {
  return steps.map(({ task, ours, stock, boundMs }) => {
    const [own, other] = [figures(ours), figures(stock)];
    return {
      task,
      ours: own,
      stock: other,
      error: 'error' in ours ? ours.error : 'error' in stock ? stock.error : null,
      speedup: own && other ? other.ms / own.ms : null,
      jsSpeedup: own && other ? other.jsMs / own.jsMs : null,
      fractionOfBound: own && boundMs !== null ? boundMs / own.ms : null,
    };
  });
}

/** As Markdown, with what it was measured on. */
export function reportMarkdown(report: BenchmarkReport, nameOf: (model: string) => string, browser: string): string {
  const cell = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : String(Number(value.toPrecision(3)));
  const lines = reportRows(report).map(({ task, ours, stock, speedup, jsSpeedup, fractionOfBound }) =>
    [
      nameOf(task.model),
      cell(ours?.ms),
      cell(stock?.ms),
      cell(speedup),
      cell(ours?.jsMs),
      cell(jsSpeedup),
      `${ours?.dispatches ?? '–'} / ${stock?.dispatches ?? '–'}`,
      cell(ours && ours.gpuBytes !== null ? ours.gpuBytes / 1e6 : null),
      cell(fractionOfBound),
    ].join(' | '),
  );
  return [
    `${report.device}; ${browser}; ${cell(report.peakGigaflops)} GFLOP/s, ${cell(report.gigabytesPerSecond)} GB/s`,
    '',
    '| step | ms | stock tfjs ms | times | JS ms | times | dispatches | MB | of the bound |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n');
}

function figures(side: StepFigures | { error: string }): StepFigures | null {
  return 'error' in side ? null : side;
}
