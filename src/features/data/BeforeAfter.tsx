import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatPercent } from '@/components/format';
import { VisuallyHidden } from '@/components/VisuallyHidden';
import type { Counts, DatasetSummary } from '@/data/types';
import styles from './BeforeAfter.module.css';

const ROWS: { count: keyof Counts; label: 'users' | 'films' | 'interactions' }[] = [
  { count: 'users', label: 'users' },
  { count: 'items', label: 'films' },
  { count: 'interactions', label: 'interactions' },
];

/** What the filters take away. */
export function BeforeAfter({ summary: { before, after, filterRounds, settings } }: { summary: DatasetSummary }) {
  const { t } = useTranslation('data');
  return (
    <table className={styles.table}>
      <caption>
        {t('split.beforeAfter')}
        {settings.iterative && filterRounds > 1 && ` · ${t('split.rounds', { count: filterRounds })}`}
      </caption>
      <thead>
        <tr>
          <td />
          {(['before', 'after', 'change'] as const).map((column) => (
            <th key={column} scope="col">
              <VisuallyHidden>{t(`split.${column}`)}</VisuallyHidden>
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {ROWS.map(({ count, label }) => (
          <tr key={count}>
            <th scope="row">{t(`split.${label}`)}</th>
            <td className={styles.before}>
              <span>{formatCount(before[count])}</span>
              <ArrowRight size="1em" aria-hidden />
            </td>
            <td className={styles.after}>{formatCount(after[count])}</td>
            <td className={styles.change}>{changeText(before[count], after[count])}</td>
            <td className={styles.barCell}>
              <span className={styles.bar}>
                <span style={{ width: `${(100 * after[count]) / Math.max(1, before[count])}%` }} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A loss under a tenth as a count, else as a share. */
function changeText(before: number, after: number): string {
  const lost = before - after;
  if (lost === 0) return '0';
  return lost / before < 0.1 ? `−${formatCount(lost)}` : `−${formatPercent(lost / before)}`;
}
