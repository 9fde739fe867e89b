import { Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { formatCount, formatDate, formatDecimal, formatPercent } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { Stat } from '@/components/Stat';
import type { DatasetSummary } from '@/data/types';
import { BlockTitle } from './BlockTitle';
import styles from './CheckBlock.module.css';
import { LongTail } from './LongTail';
import { RatingHistogram } from './RatingHistogram';

/** The data in figures, before any filter. */
export function CheckBlock({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation('data');
  const { users, items, interactions } = summary.before;
  const { timeRange, numDuplicates } = summary;
  return (
    <Card
      title={
        <BlockTitle state="done" number={3}>
          {t('check.title')}
        </BlockTitle>
      }
      subtitle={t('check.fine', { count: interactions, value: formatCount(interactions) })}
    >
      <div className={styles.stats}>
        <Stat value={formatCount(users)} label={t('check.users')} />
        <Stat value={formatCount(items)} label={t('check.films')} />
        <Stat value={formatCount(interactions)} label={t('check.ratings')} />
        <Stat
          value={formatPercent(interactions / (users * items), 1)}
          label={
            <span className={styles.help}>
              {t('check.filled')}
              <HelpTip label={t('check.filled')}>{t('check.filledHelp')}</HelpTip>
            </span>
          }
        />
      </div>
      <div className={styles.charts}>
        <RatingHistogram histogram={summary.ratingHistogram} minRating={summary.settings.minRating} />
        <LongTail summary={summary} />
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>{t('check.duplicatePairs')}</dt>
          <dd>{formatCount(numDuplicates)}</dd>
        </div>
        <div>
          <dt>{t('check.timeRange')}</dt>
          <dd>
            {timeRange
              ? t('check.timeRangeValue', { from: formatDate(timeRange.from), to: formatDate(timeRange.to) })
              : t('check.noTimes')}
          </dd>
        </div>
        <div>
          <dt>{t('check.perUser')}</dt>
          <dd>{formatDecimal(interactions / users, 1)}</dd>
        </div>
        <div>
          <dt title={t('check.fingerprintHelp')}>{t('check.fingerprint')}</dt>
          <dd>
            <code>{summary.fingerprint}</code>
          </dd>
        </div>
      </dl>
      {numDuplicates > 0 && (
        <p className={styles.note}>
          <Info size="1em" aria-hidden />
          {t('check.duplicates', { count: numDuplicates, value: formatCount(numDuplicates) })}
        </p>
      )}
    </Card>
  );
}
