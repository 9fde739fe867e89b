import { useTranslation } from 'react-i18next';
import { HelpTip } from '@/components/HelpTip';
import { Select } from '@/components/Select';
import { PREPARE_PRESET_IDS, PREPARE_PRESETS, type PreparePresetId, presetOf } from '@/data/presets';
import type { PrepareSettings, SplitKind } from '@/data/types';
import styles from './PresetSelect.module.css';

interface PresetSelectProps {
  settings: PrepareSettings;
  /** the splits that the data allow */
  splits: readonly SplitKind[];
  onChange: (settings: Omit<PrepareSettings, 'seed'>) => void;
}

/** Preparations by name, and what each of them is. */
export function PresetSelect({ settings, splits, onChange }: PresetSelectProps) {
  const { t } = useTranslation('data');
  const works = (id: PreparePresetId) => splits.includes(PREPARE_PRESETS[id].split);
  return (
    <>
      <Select<PreparePresetId | 'own'>
        label={t('preset.label')}
        hideLabel
        size="sm"
        className={styles.select}
        value={presetOf(settings) ?? 'own'}
        options={[
          { value: 'own', label: t('preset.own'), disabled: true },
          ...PREPARE_PRESET_IDS.map((id) => ({
            value: id,
            label: works(id) ? t(`preset.${id}.name`) : t('preset.needsTimes', { name: t(`preset.${id}.name`) }),
            disabled: !works(id),
          })),
        ]}
        onChange={(id) => id !== 'own' && onChange(PREPARE_PRESETS[id])}
      />
      <HelpTip label={t('preset.label')}>
        <dl className={styles.list}>
          {PREPARE_PRESET_IDS.map((id) => (
            <div key={id}>
              <dt>{t(`preset.${id}.name`)}</dt>
              <dd>
                {t(`preset.${id}.help`)} <span className={styles.source}>{t(`preset.${id}.source`)}</span>
                {!works(id) && <em className={styles.unfit}>{t('preset.unfit')}</em>}
              </dd>
            </div>
          ))}
        </dl>
      </HelpTip>
    </>
  );
}
