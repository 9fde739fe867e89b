import { CircleCheck, CircleMinus, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/components/format';
import type { DatasetSummary } from '@/data/types';
import styles from './LeakCheck.module.css';

/** Whether the test part was kept from training. */
export function LeakCheck({ leakCheck, numTest }: { leakCheck: DatasetSummary['leakCheck']; numTest: number }) {
  const { t } = useTranslation('data');
  const { pairsInTwoParts, testOlderThanTrain } = leakCheck;
  const checks = [
    { name: 'pairs', found: pairsInTwoParts },
    { name: 'older', found: testOlderThanTrain },
  ] as const;
  const numFailed = checks.filter(({ found }) => found !== null && found > 0).length;
  return (
    <section className={styles.check}>
      <h3 className={styles.title}>
        {t('leak.title')} <span className={styles.result}>{numFailed === 0 ? t('leak.passed') : t('leak.failed')}</span>
      </h3>
      <ul className={styles.rows}>
        {checks.map(({ name, found }) => {
          const state = found === null ? 'notAsked' : found > 0 ? 'failed' : 'passed';
          const Icon = { notAsked: CircleMinus, failed: TriangleAlert, passed: CircleCheck }[state];
          return (
            <li key={name} data-state={state}>
              <Icon size="1em" aria-hidden />
              <span>{t(state === 'failed' ? `leak.${name}Failed` : `leak.${name}`)}</span>
              <span className={styles.count}>
                {found === null
                  ? t('leak.notAsked')
                  : t('leak.of', { found: formatCount(found), all: formatCount(numTest) })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
