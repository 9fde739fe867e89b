import { useTranslation } from 'react-i18next';
import { formatParameter } from '@/components/format';
import { NumberField } from '@/components/NumberField';
import { Select } from '@/components/Select';
import { Toggle } from '@/components/Toggle';
import { type DatasetSummary, DUPLICATES_POLICIES, type PrepareSettings } from '@/data/types';
import styles from './FilterFields.module.css';
import { WithHelp } from './WithHelp';

export interface SettingsFieldsProps {
  summary: DatasetSummary;
  settings: PrepareSettings;
  onChange: (part: Partial<PrepareSettings>) => void;
}

/** Which interactions stay, in the order in which it is decided. */
export function FilterFields({ summary, settings, onChange }: SettingsFieldsProps) {
  const { t } = useTranslation('data');
  const counts = settings.minPerUser > 1 && settings.minPerItem > 1;
  return (
    <div className={styles.fields}>
      <WithHelp label={t('split.minRating')} help={t('split.help.minRating')}>
        <Select
          label={t('split.minRating')}
          value={String(settings.minRating)}
          disabled={!summary.has.ratings && settings.minRating === 0}
          options={ratingOptions(summary, settings.minRating).map((rating) => ({
            value: String(rating),
            label: rating === 0 ? t('split.allRatings') : t('split.atLeast', { rating: formatParameter(rating) }),
          }))}
          onChange={(value) => onChange({ minRating: Number(value) })}
        />
      </WithHelp>
      <WithHelp label={t('split.minPerUser')} help={t('split.help.minPerUser')}>
        <NumberField
          label={t('split.minPerUser')}
          value={settings.minPerUser}
          min={1}
          max={10_000}
          step={1}
          onChange={(minPerUser) => onChange({ minPerUser })}
        />
      </WithHelp>
      <WithHelp label={t('split.minPerItem')} help={t('split.help.minPerItem')}>
        <NumberField
          label={t('split.minPerItem')}
          value={settings.minPerItem}
          min={1}
          max={10_000}
          step={1}
          onChange={(minPerItem) => onChange({ minPerItem })}
        />
      </WithHelp>
      <WithHelp label={t('split.duplicates')} help={t('split.help.duplicates')}>
        <Select
          label={t('split.duplicates')}
          value={settings.duplicates}
          options={DUPLICATES_POLICIES.map((value) => ({ value, label: t(`split.duplicatesPolicy.${value}`) }))}
          onChange={(duplicates) => onChange({ duplicates })}
        />
      </WithHelp>
      <WithHelp label={t('split.seed')} help={t('split.help.seed')}>
        <NumberField
          label={t('split.seed')}
          value={settings.seed}
          min={0}
          max={2 ** 31 - 1}
          step={1}
          onChange={(seed) => onChange({ seed })}
        />
      </WithHelp>
      <WithHelp label={t('split.iterative')} help={t('split.help.iterative')}>
        <div className={styles.toggle}>
          <span aria-hidden="true">{t('split.repeat')}</span>
          <Toggle
            label={t('split.iterative')}
            checked={settings.iterative}
            disabled={!counts}
            onChange={(iterative) => onChange({ iterative })}
          />
        </div>
      </WithHelp>
    </div>
  );
}

/** All, the ratings that occur (but the smallest, which is all), and what is set. */
function ratingOptions(summary: DatasetSummary, current: number): number[] {
  const occurring = summary.ratingHistogram.slice(1).map(({ rating }) => rating);
  return [...new Set([0, ...occurring, current])].sort((a, b) => a - b);
}
