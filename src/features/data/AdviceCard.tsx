import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { formatCount, formatPercent } from '@/components/format';
import type { DatasetSummary } from '@/data/types';
import styles from './AdviceCard.module.css';
import { type Advice, adviceFor } from './advice';

/** Which models these data suit, before an hour is spent on finding out. */
export function AdviceCard({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation('data');
  return (
    <Card title={t('advice.title')} subtitle={t('advice.subtitle')}>
      <ul className={styles.list} data-testid="advice">
        {adviceFor(summary).map(({ id, severity, values }) => {
          const Icon = severity === 'look' ? TriangleAlert : CircleCheck;
          return (
            <li key={id} data-advice={id} data-severity={severity}>
              <Icon size="1em" aria-label={t(`advice.${severity}`)} />
              <span>{t(`advice.${id}`, written(values))}</span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** Shares as percent, everything else as a count. */
function written(values: Advice['values']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, name === 'share' ? formatPercent(value) : formatCount(value)]),
  );
}
