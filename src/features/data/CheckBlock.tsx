import { Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { formatCount, formatDate, formatDecimal, formatParameter, formatPercent } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { Stat } from '@/components/Stat';
import type { DatasetSummary } from '@/data/types';
import { useDataset } from '@/state/dataset';
import { BlockTitle } from './BlockTitle';
import styles from './CheckBlock.module.css';
import { type Fold, FoldButton } from './FoldButton';
import { LongTail } from './LongTail';
import { RatingHistogram } from './RatingHistogram';
import { topItems } from './topItems';
import { UserGroupBars } from './UserGroupBars';
import { usePopularity } from './usePopularity';

/** Films named, so that a person sees whether titles were read right. */
const MOST_RATED = 3;

/** The data in figures, before any filter. */
export function CheckBlock({ summary, fold }: { summary: DatasetSummary; fold: Fold }) {
  const { t } = useTranslation('data');
  const { users, interactions } = summary.before;
  const { skipped } = summary;
  return (
    <Card
      title={
        <BlockTitle state="done" number={3}>
          {t('check.title')}
        </BlockTitle>
      }
      subtitle={
        fold.folded
          ? t('check.folded', {
              users: formatCount(users),
              value: formatCount(interactions),
            })
          : skipped
            ? t('check.leftOut', { value: formatCount(skipped.rowsSkipped), all: formatCount(skipped.rowsRead) })
            : t('check.fine', { count: interactions, value: formatCount(interactions) })
      }
      actions={<FoldButton title={t('check.title')} {...fold} />}
    >
      {!fold.folded && <Checked summary={summary} />}
    </Card>
  );
}

function Checked({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation('data');
  const { users, items, interactions } = summary.before;
  const { timeRange, numDuplicates, skipped, has, ratingHistogram, userGroups } = summary;
  const popularity = usePopularity(summary.key);
  const catalogue = useDataset((state) => state.items);
  const mostRated =
    catalogue && popularity ? topItems(popularity, MOST_RATED).map((item) => catalogue[item]?.title) : [];
  return (
    <div data-testid="check">
      <div className={styles.stats}>
        <Stat value={formatCount(users)} label={t('check.users')} />
        <Stat value={formatCount(items)} label={t('check.films')} />
        <Stat value={formatCount(interactions)} label={t('check.ratings')} />
        <Stat
          value={formatPercent((interactions - numDuplicates) / (users * items), 1)}
          label={
            <span className={styles.help}>
              {t('check.filled')}
              <HelpTip label={t('check.filled')}>{t('check.filledHelp')}</HelpTip>
            </span>
          }
        />
      </div>
      <div className={styles.charts}>
        {has.ratings ? (
          <RatingHistogram histogram={ratingHistogram} minRating={summary.settings.minRating} />
        ) : (
          <NoRatings rating={ratingHistogram[0]?.rating ?? 1} />
        )}
        <LongTail summary={summary} popularity={popularity} />
      </div>
      {userGroups && <UserGroupBars groups={userGroups} />}
      <dl className={styles.facts}>
        {skipped && (
          <div data-testid="rows-left-out">
            <dt>{t('check.skippedRows')}</dt>
            <dd>
              {t('check.skippedValue', {
                value: formatCount(skipped.rowsSkipped),
                all: formatCount(skipped.rowsRead),
              })}
            </dd>
          </div>
        )}
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
        {mostRated.length > 0 && (
          <div data-testid="most-rated">
            <dt>{t('check.mostRated')}</dt>
            <dd className={styles.titles} title={mostRated.join(' · ')}>
              {mostRated.join(' · ')}
            </dd>
          </div>
        )}
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
          {t(`check.duplicatesPolicy.${summary.settings.duplicates}`, {
            count: numDuplicates,
            value: formatCount(numDuplicates),
          })}
        </p>
      )}
    </div>
  );
}

/** In place of the histogram. */
function NoRatings({ rating }: { rating: number }) {
  const { t } = useTranslation('data');
  return (
    <div data-testid="no-ratings">
      <h3 className={styles.noRatings}>
        {rating === 1 ? t('check.noRatings') : t('check.oneRating', { rating: formatParameter(rating) })}
      </h3>
      <p className={styles.noRatingsText}>{t('check.noRatingsText')}</p>
    </div>
  );
}
