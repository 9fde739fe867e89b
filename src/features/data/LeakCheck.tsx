import { CircleCheck, CircleMinus, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatPercent } from '@/components/format';
import type { DatasetSummary } from '@/data/types';
import styles from './LeakCheck.module.css';

/** Whether validation and test were kept from training. */
export function LeakCheck({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation('data');
  const { leakCheck, parts, settings } = summary;
  const numTest = parts.test.interactions;
  const isGlobal = settings.split === 'global-time';
  const checks = [
    { name: 'pairs', found: leakCheck.pairsInTwoParts, all: null },
    { name: 'validOlder', found: leakCheck.validOlderThanTrain, all: parts.valid.interactions },
    { name: 'older', found: leakCheck.testOlderThanTrain, all: numTest },
    { name: 'olderThanValid', found: leakCheck.testOlderThanValid, all: numTest },
    { name: 'olderThanAnyone', found: isGlobal ? leakCheck.testOlderThanAnyone : null, all: numTest },
  ] as const;
  const numFailed = checks.filter(({ found }) => found !== null && found > 0).length;
  const numPassed = checks.filter(({ found }) => found === 0).length;
  return (
    <section className={styles.check} data-testid="leak-check" data-passed={numFailed === 0}>
      <h3 className={styles.title}>
        {t('leak.title')}{' '}
        <span className={styles.result}>
          {numFailed === 0
            ? t('leak.passed', { count: numPassed })
            : t('leak.failed', { passed: numPassed, count: numFailed })}
        </span>
      </h3>
      <ul className={styles.rows}>
        {checks.map(({ name, found, all }) => {
          const state = found === null ? 'notAsked' : found > 0 ? 'failed' : 'passed';
          const Icon = { notAsked: CircleMinus, failed: TriangleAlert, passed: CircleCheck }[state];
          return (
            <li key={name} data-state={state} data-check={name}>
              <Icon size="1em" aria-hidden />
              <span>{t(state === 'failed' ? `leak.${name}Failed` : `leak.${name}`)}</span>
              <span className={styles.count}>
                {found === null
                  ? t('leak.notAsked')
                  : all === null
                    ? formatCount(found)
                    : t('leak.of', { found: formatCount(found), all: formatCount(all) })}
              </span>
            </li>
          );
        })}
      </ul>
      <Overlap summary={summary} />
    </section>
  );
}

/** What splits by user cannot promise is no leak of theirs, but worth knowing. */
function Overlap({ summary: { leakCheck, parts, settings } }: { summary: DatasetSummary }) {
  const { t } = useTranslation('data');
  const { testOlderThanAnyone } = leakCheck;
  if (settings.split === 'global-time' || testOlderThanAnyone === null || parts.test.interactions === 0) return null;
  return (
    <p className={styles.overlap}>
      {t('leak.overlap', { share: formatPercent(testOlderThanAnyone / parts.test.interactions) })}
    </p>
  );
}
