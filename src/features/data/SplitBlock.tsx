import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { ErrorPanel } from '@/components/ErrorPanel';
import { formatParameter } from '@/components/format';
import { NumberField } from '@/components/NumberField';
import { Segmented } from '@/components/Segmented';
import { Select } from '@/components/Select';
import { Tag } from '@/components/Tag';
import type { DatasetSummary, PrepareSettings, SplitKind } from '@/data/types';
import { useDataset } from '@/state/dataset';
import { BeforeAfter } from './BeforeAfter';
import { BlockTitle } from './BlockTitle';
import { LeakCheck } from './LeakCheck';
import { PartsBar } from './PartsBar';
import styles from './SplitBlock.module.css';
import { SplitPicture } from './SplitPicture';

const SPLITS: SplitKind[] = ['temporal-user', 'random', 'leave-one-out'];
const NEEDS_TIMES: SplitKind[] = ['temporal-user'];

/** Every change is tried at once and shows what it costs. */
export function SplitBlock({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation('data');
  const { settings, preparing, prepareError, prepare } = useDataset();
  const change = (part: Partial<PrepareSettings>) => void prepare({ ...settings, ...part });
  const percent = (share: number) => Number((share * 100).toFixed(4));
  const test = formatParameter(percent(settings.testShare));
  const valid = formatParameter(percent(settings.validationShare));

  return (
    <Card
      title={
        <BlockTitle state="now" number={4}>
          {t('split.title')}
        </BlockTitle>
      }
      subtitle={t('split.subtitle')}
      actions={preparing && <Tag tone="neutral">{t('split.updating')}</Tag>}
    >
      <div className={styles.top}>
        <div className={styles.fields}>
          <Select
            label={t('split.minRating')}
            value={String(settings.minRating)}
            options={ratingOptions(summary, settings.minRating).map((rating) => ({
              value: String(rating),
              label: rating === 0 ? t('split.allRatings') : t('split.atLeast', { rating: formatParameter(rating) }),
            }))}
            onChange={(value) => change({ minRating: Number(value) })}
          />
          <NumberField
            label={t('split.minPerUser')}
            value={settings.minPerUser}
            min={1}
            max={10_000}
            step={1}
            onChange={(minPerUser) => change({ minPerUser })}
          />
          <NumberField
            label={t('split.seed')}
            value={settings.seed}
            min={0}
            max={2 ** 31 - 1}
            step={1}
            onChange={(seed) => change({ seed })}
          />
        </div>
        <BeforeAfter summary={summary} />
      </div>
      {prepareError && <ErrorPanel error={prepareError} note={t('split.keeps')} data-testid="prepare-error" />}
      <div className={styles.split}>
        <div className={styles.splitRow}>
          <Segmented
            label={t('split.label')}
            value={settings.split}
            options={SPLITS.map((value) => ({
              value,
              label: t(`split.${value}`),
              disabled: NEEDS_TIMES.includes(value) && !summary.hasTimestamps,
            }))}
            onChange={(split) => change({ split })}
          />
          {settings.split !== 'leave-one-out' && (
            <div className={styles.shares}>
              <NumberField
                label={t('split.testShare')}
                className={styles.share}
                value={percent(settings.testShare)}
                min={1}
                max={90}
                step={1}
                suffix={t('split.percent')}
                onChange={(value) => change({ testShare: value / 100 })}
              />
              <NumberField
                label={t('split.validationShare')}
                className={styles.share}
                value={percent(settings.validationShare)}
                min={1}
                max={90}
                step={1}
                suffix={t('split.percent')}
                onChange={(value) => change({ validationShare: value / 100 })}
              />
            </div>
          )}
        </div>
        <p className={styles.explain}>
          {t(`split.explain.${settings.split}`, { test, valid })}
          {!summary.hasTimestamps && ` ${t('split.temporal-user')}: ${t('split.needsTimes')}.`}
        </p>
        <PartsBar parts={summary.parts} />
      </div>
      <SplitPicture summary={summary} />
      <LeakCheck leakCheck={summary.leakCheck} numTest={summary.parts.test.interactions} />
    </Card>
  );
}

/** All, the ratings that occur (but the smallest, which is all), and what is set. */
function ratingOptions(summary: DatasetSummary, current: number): number[] {
  const occurring = summary.ratingHistogram.slice(1).map(({ rating }) => rating);
  return [...new Set([0, ...occurring, current])].sort((a, b) => a - b);
}
