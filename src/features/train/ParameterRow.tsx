/** One parameter of a model, made from its spec alone: control, help, range, way back to the default, problems. */
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatParameter } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { IconButton } from '@/components/IconButton';
import { NumberField } from '@/components/NumberField';
import { Select } from '@/components/Select';
import { Slider } from '@/components/Slider';
import { Toggle } from '@/components/Toggle';
import type { ConfigProblem } from '@/models/config';
import type { ConfigValue, ModelId, Parameter } from '@/models/types';
import { formatConfigValue } from './formatConfigValue';
import { NumberListField } from './NumberListField';
import styles from './ParameterRow.module.css';

export interface ParameterRowProps {
  model: ModelId;
  parameter: Parameter;
  value: ConfigValue;
  onChange: (value: ConfigValue) => void;
  problems: ConfigProblem[];
}

export function ParameterRow({ model, parameter, value, onChange, problems }: ParameterRowProps) {
  const { t } = useTranslation(['train', 'models']);
  const label = t(`models:params.${model}.${parameter.name}.label`);
  const isDefault = JSON.stringify(value) === JSON.stringify(parameter.default);
  const standard = formatConfigValue(model, parameter, parameter.default, t);
  const worst = problems.find(({ severity }) => severity === 'error') ?? problems[0];
  return (
    <div
      className={styles.row}
      data-tone={worst?.severity === 'error' ? 'error' : worst ? 'warn' : undefined}
      data-testid={`param-${parameter.name}`}
    >
      <span className={styles.label} title={label} aria-hidden={parameter.kind !== 'toggle'}>
        {label}
      </span>
      <Control label={label} model={model} parameter={parameter} value={value} onChange={onChange} />
      <IconButton
        size="sm"
        className={isDefault ? styles.unneeded : undefined}
        label={t('settings.reset', { label, value: standard })}
        icon={RotateCcw}
        disabled={isDefault}
        onClick={() => onChange(parameter.default)}
      />
      <HelpTip label={label}>
        <p>{t(`models:params.${model}.${parameter.name}.help`)}</p>
        <p>
          <strong>{t('settings.more')}</strong> {t(`models:params.${model}.${parameter.name}.more`)}
        </p>
        <p>
          <strong>{t('settings.less')}</strong> {t(`models:params.${model}.${parameter.name}.less`)}
        </p>
        <p className={styles.range}>
          {'min' in parameter &&
            t('settings.range', { min: formatParameter(parameter.min), max: formatParameter(parameter.max) })}{' '}
          {t('settings.default', { value: standard })}
        </p>
      </HelpTip>
      {problems.map((problem) => (
        <p key={problem.code} className={styles.problem} data-tone={problem.severity === 'error' ? 'error' : 'warn'}>
          {t(`models:problems.${problem.code}`, formatted(problem.values))}
        </p>
      ))}
    </div>
  );
}

function Control({
  label,
  model,
  parameter,
  value,
  onChange,
}: Omit<ParameterRowProps, 'problems'> & { label: string }) {
  const { t } = useTranslation('models');
  switch (parameter.kind) {
    case 'number':
      return (
        <>
          <Slider
            label={t('train:settings.slider', { label })}
            hideLabel
            value={value as number}
            // beyond the recommended range the slider rests at its end; the typed value goes further
            min={parameter.scale === 'log' ? Math.max(parameter.min, Number.MIN_VALUE) : parameter.min}
            max={parameter.max}
            step={parameter.integer ? 1 : undefined}
            scale={parameter.scale}
            onChange={onChange}
          />
          <NumberField
            className={styles.number}
            label={label}
            hideLabel
            size="sm"
            value={value as number}
            min={parameter.hardMin}
            max={parameter.hardMax}
            step={parameter.integer ? 1 : undefined}
            onChange={onChange}
          />
        </>
      );
    case 'layers':
      return (
        <NumberListField className={styles.wide} label={label} value={value as number[]} integer onChange={onChange} />
      );
    case 'weights':
      return (
        <NumberListField
          className={styles.wide}
          label={label}
          value={value as number[]}
          placeholder={t('train:settings.uniform')}
          onChange={onChange}
        />
      );
    case 'choice':
      return (
        <Select
          className={styles.wide}
          label={label}
          hideLabel
          size="sm"
          value={value as string}
          options={parameter.options.map((option) => ({
            value: option,
            label: t(`models:params.${model}.${parameter.name}.options.${option}`, { defaultValue: option }),
          }))}
          onChange={onChange}
        />
      );
    case 'toggle':
      return <Toggle className={styles.wide} label={label} checked={value as boolean} onChange={onChange} />;
  }
}

function formatted(values: ConfigProblem['values']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'number' ? formatParameter(value) : value]),
  );
}
