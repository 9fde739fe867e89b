/** One user's unfinished franchises: which next parts are due, and who has them in the top 10. */
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { HelpTip } from '@/components/HelpTip';
import { ModelSwatch } from '@/components/ModelSwatch';
import { TableTwin } from '@/components/TableTwin';
import type { SampleTruth } from '@/data/synthetic/truth';
import type { Item } from '@/data/types';
import type { Run } from '@/state/runTypes';
import { dueParts } from './measures';
import styles from './NextPartsCard.module.css';
import type { TruthRow } from './useTruthRows';

export interface NextPartsCardProps {
  truth: SampleTruth;
  items: Item[];
  userIndex: number;
  userId: string;
  answered: { run: Run; row: TruthRow }[];
  oracle: TruthRow;
}

const SHOWN = 5;

export function NextPartsCard({ truth, items, userIndex, userId, answered, oracle }: NextPartsCardProps) {
  const { t } = useTranslation('truth');
  const due = dueParts(truth, userIndex).slice(0, SHOWN);
  const has = ({ lists }: TruthRow, part: number) =>
    lists.subarray(userIndex * truth.listLength, (userIndex + 1) * truth.listLength).includes(part);
  return (
    <Card
      title={t('due.title', { id: userId })}
      actions={
        <>
          <HelpTip label={t('due.title', { id: userId })}>
            <p>{t('due.help')}</p>
          </HelpTip>
          <TableTwin
            caption={t('due.title', { id: userId })}
            columns={[
              { key: 'part', label: t('due.part') },
              { key: 'after', label: t('due.after') },
              { key: 'oracle', label: t('table.oracle') },
              ...answered.map(({ run }) => ({ key: run.id, label: run.label })),
            ]}
            rows={due.map(({ part, after }) => ({
              part: items[part].title,
              after: items[after].title,
              oracle: t(has(oracle, part) ? 'due.yes' : 'due.no'),
              ...Object.fromEntries(answered.map(({ run, row }) => [run.id, t(has(row, part) ? 'due.yes' : 'due.no')])),
            }))}
          />
        </>
      }
    >
      {due.length === 0 ? (
        <p className={styles.muted}>{t('due.none')}</p>
      ) : (
        <ul className={styles.parts} data-testid="due-parts">
          {due.map(({ part, isLast }) => {
            const found = answered.filter(({ row }) => has(row, part));
            return (
              <li key={part} className={styles.part} data-item-index={part}>
                <span>
                  <strong>{items[part].title}</strong> {isLast && <span className={styles.muted}>{t('due.last')}</span>}
                </span>
                <span className={styles.found}>
                  {found.length === 0 && <span className={styles.muted}>{t('due.nobody')}</span>}
                  {found.map(({ run }) => (
                    <span key={run.id} className={styles.run}>
                      <ModelSwatch model={run.request.model} /> {run.label}
                    </span>
                  ))}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
