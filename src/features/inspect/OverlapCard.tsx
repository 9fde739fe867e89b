/** How much the lists have in common, pair by pair. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { Formula } from '@/components/Formula';
import { formatDecimal } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { ModelSwatch } from '@/components/ModelSwatch';
import { Segmented } from '@/components/Segmented';
import type { Run } from '@/state/runTypes';
import styles from './OverlapCard.module.css';
import { jaccard, RBO_P, rankBiasedOverlap } from './overlap';

const MEASURES = { jaccard, rbo: rankBiasedOverlap } as const;
type Measure = keyof typeof MEASURES;

const TEX: Record<Measure, string> = {
  jaccard: String.raw`J(A, B) = \frac{|A \cap B|}{|A \cup B|}`,
  rbo: String.raw`\mathrm{RBO} = \frac{X_k}{k}\,p^k + \frac{1-p}{p}\sum_{d=1}^{k}\frac{X_d}{d}\,p^d`,
};

export function OverlapCard({ lists }: { lists: { run: Run; list: number[] }[] }) {
  const { t } = useTranslation('inspect');
  const [measure, setMeasure] = useState<Measure>('jaccard');
  return (
    <Card
      title={t('overlap.title')}
      actions={
        <>
          <Segmented<Measure>
            label={t('overlap.measure')}
            size="sm"
            value={measure}
            options={[
              { value: 'jaccard', label: t('overlap.jaccard') },
              { value: 'rbo', label: t('overlap.rbo') },
            ]}
            onChange={setMeasure}
          />
          <HelpTip label={t(`overlap.${measure}`)}>
            <Formula tex={TEX[measure]} />
            <p>{t(`overlap.help.${measure}`, { p: RBO_P })}</p>
          </HelpTip>
        </>
      }
    >
      <table className={styles.table} data-testid="overlap">
        <thead>
          <tr>
            <td />
            {lists.map(({ run }) => (
              <th key={run.id} scope="col" title={run.label}>
                <ModelSwatch model={run.request.model} />
                <span className={styles.name}>{run.label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lists.map((row) => (
            <tr key={row.run.id}>
              <th scope="row">{row.run.label}</th>
              {lists.map((column) => {
                if (row.run.id === column.run.id) return <td key={column.run.id} className={styles.self} />;
                const value = MEASURES[measure](row.list, column.list);
                return (
                  <td
                    key={column.run.id}
                    className={styles.cell}
                    style={{ '--share': `${Math.round(70 * value)}%` } as React.CSSProperties}
                    data-testid="overlap-cell"
                    data-runs={`${row.run.id} ${column.run.id}`}
                    data-value={value}
                  >
                    {formatDecimal(value, 2)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
