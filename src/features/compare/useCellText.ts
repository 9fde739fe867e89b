/** What stands in a cell of the table of runs. */
import { useTranslation } from 'react-i18next';
import {
  formatCompact,
  formatCount,
  formatDecimal,
  formatDuration,
  formatMetric,
  formatPercent,
  formatSigned,
} from '@/components/format';
import type { Run } from '@/state/runTypes';
import { type ColumnContext, type ColumnId, columnValue, type ValueId } from './columns';
import { usePText } from './verdicts/usePText';

/** @returns null where the run has nothing to show in a column */
export function useCellText(context: ColumnContext): (run: Run, column: ColumnId) => string | null {
  const { t } = useTranslation(['compare', 'train']);
  const pText = usePText();
  const formats: Partial<Record<ValueId, (value: number) => string>> = {
    bestEpoch: formatCount,
    valid: formatMetric,
    test: formatMetric,
    delta: formatSigned,
    pValue: (p) => pText(p),
    coverage: (share) => formatPercent(share),
    gini: (gini) => formatDecimal(gini, 2),
    meanPopularity: (mean) => formatDecimal(mean, mean < 100 ? 1 : 0),
    novelty: (bits) => formatDecimal(bits, 2),
    longTail: (share) => formatPercent(share, share < 0.1 ? 1 : 0),
    seconds: (seconds) => (seconds < 0.001 ? t('train:state.underOneMillisecond') : formatDuration(seconds * 1000)),
    parameters: formatCompact,
    inference: (ms) => (ms < 0.01 ? t('table.tiny') : formatDecimal(ms, ms < 10 ? 2 : 1)),
  };
  return (run, column) => {
    const number = (value: ValueId) => columnValue(run, value, context) as number | null;
    if (column === 'interval') {
      const [low, high] = [number('low'), number('high')];
      return low === null || high === null
        ? null
        : t('table.interval', { low: formatSigned(low), high: formatSigned(high) });
    }
    if (column === 'winTieLoss') {
      const counts = [number('wins'), number('ties'), number('losses')];
      const [wins, ties, losses] = counts.map((count) => (count === null ? '' : formatCount(count)));
      return counts[0] === null ? null : t('table.winTieLoss', { wins, ties, losses });
    }
    const value = number(column);
    return value === null ? null : (formats[column]?.(value) ?? String(value));
  };
}
