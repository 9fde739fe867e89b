/** When training ends by itself, and the seed of everything random in a run. */
import { useTranslation } from 'react-i18next';
import { HelpTip } from '@/components/HelpTip';
import { NumberField } from '@/components/NumberField';
import { Select } from '@/components/Select';
import { Toggle } from '@/components/Toggle';
import type { EarlyStopping } from '@/train/types';
import styles from './ParameterRow.module.css';
import { METRIC_KEYS, useMetricName } from './useMetricName';

export interface EarlyStoppingFieldsProps {
  value: EarlyStopping;
  seed: number;
  /** a baseline has no epochs to stop after */
  seedOnly?: boolean;
  onChange: (value: EarlyStopping) => void;
  onSeed: (seed: number) => void;
}

export function EarlyStoppingFields({ value, seed, seedOnly = false, onChange, onSeed }: EarlyStoppingFieldsProps) {
  const { t } = useTranslation('train');
  const metricName = useMetricName();
  return (
    <>
      {!seedOnly && (
        <>
          <div className={styles.row} data-testid="early-stopping">
            <Toggle
              className={styles.whole}
              label={t('earlyStopping.title')}
              checked={value.enabled}
              onChange={(enabled) => onChange({ ...value, enabled })}
            />
            <HelpTip label={t('earlyStopping.title')}>
              <p>{t('earlyStopping.help')}</p>
            </HelpTip>
          </div>
          <div className={styles.row}>
            <span className={styles.label}>{t('earlyStopping.metric')}</span>
            <Select
              className={styles.wide}
              label={t('earlyStopping.metricLong')}
              hideLabel
              size="sm"
              value={value.metric}
              options={METRIC_KEYS.map((key) => ({ value: key, label: metricName(key) }))}
              onChange={(metric) => onChange({ ...value, metric })}
            />
          </div>
          <div className={styles.row} data-testid="patience">
            <span className={styles.twoColumns}>{t('earlyStopping.patience')}</span>
            <NumberField
              className={styles.number}
              label={t('earlyStopping.patience')}
              hideLabel
              size="sm"
              value={value.patience}
              min={1}
              max={1000}
              step={1}
              disabled={!value.enabled}
              onChange={(patience) => onChange({ ...value, patience })}
            />
          </div>
        </>
      )}
      <div className={styles.row} data-testid="seed">
        <span className={styles.twoColumns}>{t('seed.title')}</span>
        <NumberField
          className={styles.number}
          label={t('seed.title')}
          hideLabel
          size="sm"
          value={seed}
          min={0}
          max={2147483647}
          step={1}
          onChange={onSeed}
        />
        <span />
        <HelpTip label={t('seed.title')}>
          <p>{t('seed.help')}</p>
        </HelpTip>
      </div>
    </>
  );
}
