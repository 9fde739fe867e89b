import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { formatParameter } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { NumberField } from '@/components/NumberField';
import { Segmented } from '@/components/Segmented';
import { SPLIT_KINDS, type SplitKind } from '@/data/types';
import { CutDateField } from './CutDateField';
import type { SettingsFieldsProps } from './FilterFields';
import styles from './SplitFields.module.css';
import { TimeCut } from './TimeCut';

/** Which part each interaction goes to. */
export function SplitFields({ summary, settings, onChange }: SettingsFieldsProps) {
  const { t } = useTranslation('data');
  const { timeline, timeRange, splits, timeCuts, hasOrder } = summary;
  const percent = (share: number) => Number((share * 100).toFixed(4));
  const test = formatParameter(percent(settings.testShare));
  const valid = formatParameter(percent(settings.validationShare));
  // Files that are no split say nothing about one: the option would only be a riddle.
  const offered = SPLIT_KINDS.filter((kind) => kind !== 'given' || splits.includes(kind));
  const isCut = settings.split === 'global-time' && timeline !== null && timeRange !== null;
  // Where an asked-for cut has not been tried yet, it is shown already.
  const cut = settings.cutTime ?? timeCuts?.test ?? null;
  const needsTimes = offered.filter((kind) => !splits.includes(kind));

  const testShare = (
    <NumberField
      label={t('split.testShare')}
      className={styles.share}
      value={percent(settings.testShare)}
      min={1}
      max={90}
      step={1}
      suffix={t('split.percent')}
      onChange={(value) => onChange({ testShare: value / 100 })}
    />
  );
  const validationShare = (
    <NumberField
      label={t('split.validationShare')}
      className={styles.share}
      value={percent(settings.validationShare)}
      min={1}
      max={90}
      step={1}
      suffix={t('split.percent')}
      onChange={(value) => onChange({ validationShare: value / 100 })}
    />
  );

  return (
    <>
      <div className={styles.row}>
        <Segmented
          label={t('split.label')}
          value={settings.split}
          options={offered.map((value) => ({
            value,
            label: t(`split.${value}`),
            disabled: !splits.includes(value),
          }))}
          onChange={(split) => onChange({ split })}
        />
        <HelpTip label={t('split.label')}>
          <dl className={styles.help}>
            {offered.map((kind) => (
              <div key={kind}>
                <dt>{t(`split.${kind}`)}</dt>
                <dd>{t(`split.help.${kind}`)}</dd>
              </div>
            ))}
          </dl>
        </HelpTip>
      </div>
      {needsTimes.length > 0 && (
        <p className={styles.refused} data-testid="needs-times">
          {t(hasOrder ? 'split.needsTimesInOrder' : 'split.needsTimes', {
            splits: needsTimes.map((kind) => t(`split.${kind}`)).join(', '),
          })}
        </p>
      )}
      <div className={styles.row}>
        <p className={styles.explain}>{t(`split.explain.${explained(settings.split, summary)}`, { test, valid })}</p>
        {!isCut && settings.split !== 'leave-one-out' && (
          <div className={styles.shares}>
            {settings.split !== 'given' && testShare}
            {validationShare}
          </div>
        )}
      </div>
      {isCut && timeline && timeRange && (
        <TimeCut
          timeline={timeline}
          timeRange={timeRange}
          cut={cut}
          validationFrom={timeCuts?.validation ?? null}
          onChange={(cutTime) => onChange({ cutTime })}
        >
          <div className={styles.shares}>
            <CutDateField
              label={t('cut.field')}
              value={cut}
              from={timeRange.from}
              to={timeRange.to}
              onChange={(cutTime) => onChange({ cutTime })}
            />
            {settings.cutTime === null ? (
              testShare
            ) : (
              <Button variant="ghost" onClick={() => onChange({ cutTime: null })}>
                {t('cut.byShare', { share: test })}
              </Button>
            )}
            {validationShare}
          </div>
        </TimeCut>
      )}
    </>
  );
}

/** Which sentence explains a split: two depend on what the data have. */
function explained(split: SplitKind, { hasTimestamps }: { hasTimestamps: boolean }) {
  if (split === 'leave-one-out' && !hasTimestamps) return 'leave-one-out-file';
  if (split === 'given' && !hasTimestamps) return 'given-random';
  return split;
}
