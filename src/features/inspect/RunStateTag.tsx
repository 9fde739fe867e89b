/** What a reader must know before trusting the numbers of a run: that it trains on, or has not begun. */
import { useTranslation } from 'react-i18next';
import { formatDecimal } from '@/components/format';
import { Tag } from '@/components/Tag';
import { hasEnded, type Run } from '@/state/runTypes';
import { hasWeights } from './chosenRuns';

export function RunStateTag({ run }: { run: Run }) {
  const { t } = useTranslation('inspect');
  if (!run.neural || hasEnded(run.status) || !hasWeights(run)) {
    return null;
  }
  const { epoch, stepInEpoch } = run.progress ?? { epoch: 1, stepInEpoch: 0 };
  const isUntrained = epoch === 1 && stepInEpoch === 0;
  return (
    <Tag tone={isUntrained ? 'warn' : 'accent'}>
      {isUntrained ? t('column.untrained') : t('column.inTraining', { epoch: formatDecimal(epoch, 0) })}
    </Tag>
  );
}
