/** Plans a sweep: a model, one of its parameters, a list of values; or the handbook's experiment with one click. */
import { FlaskConical, ListPlus, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { formatCount } from '@/components/format';
import { NumberField } from '@/components/NumberField';
import { Select } from '@/components/Select';
import type { DatasetSummary } from '@/data/types';
import { MODELS, modelSpec } from '@/models/catalog';
import { applyPreset, defaultConfig } from '@/models/config';
import type { ConfigValue, ModelId } from '@/models/types';
import { useRuns } from '@/state/runs';
import {
  LAYER_SWEEP,
  MAX_SWEEP_RUNS,
  SEED,
  type SweepPlan,
  startSweep,
  suggestedValues,
  sweepable,
  sweepProblems,
} from '@/state/sweeps';
import { goTo } from '@/state/ui';
import { DEFAULT_EARLY_STOPPING } from '@/train/types';
import { NumberListField } from '../train/NumberListField';
import styles from './SweepDialog.module.css';

/** The values of the parameter's default configuration, whatever the presets change. */
const DEFAULTS = 'defaults';
const DEFAULT_RUN_SEED = 42;

export interface SweepDialogProps {
  summary: DatasetSummary;
  open: boolean;
  onClose: () => void;
}

export function SweepDialog({ summary, open, onClose }: SweepDialogProps) {
  const { t } = useTranslation(['sweep']);
  return (
    <Dialog title={t('dialog.title')} open={open} onClose={onClose}>
      <SweepForm summary={summary} onClose={onClose} />
    </Dialog>
  );
}

function SweepForm({ summary, onClose }: { summary: DatasetSummary; onClose: () => void }) {
  const { t } = useTranslation(['sweep', 'models', 'train']);
  const play = useRuns((state) => state.play);
  const [model, setModel] = useState<ModelId>('lightgcn');
  const [preset, setPreset] = useState(DEFAULTS);
  const [parameter, setParameter] = useState('numLayers');
  const [seed, setSeed] = useState(DEFAULT_RUN_SEED);
  const [values, setValues] = useState<ConfigValue[]>(LAYER_SWEEP.values);

  const spec = modelSpec(model);
  const configOf = (id: string, of = spec) => (id === DEFAULTS ? defaultConfig(of) : applyPreset(of, id));
  const config = configOf(preset);
  const chosen = spec.parameters.find(({ name }) => name === parameter);
  const plan: SweepPlan = { model, config, parameter, values, seed, earlyStopping: DEFAULT_EARLY_STOPPING };
  const problem = problemOf(plan, t as (key: string, values?: object) => string);

  const chooseModel = (next: ModelId) => {
    const nextSpec = modelSpec(next);
    const first = sweepable(nextSpec)[0]?.name ?? SEED;
    setModel(next);
    setPreset(DEFAULTS);
    setParameter(first);
    setValues(suggestedValues(nextSpec, first, defaultConfig(nextSpec)));
  };
  const chooseParameter = (name: string) => {
    setParameter(name);
    setValues(suggestedValues(spec, name, config));
  };
  const begin = async (wanted: SweepPlan, playing: boolean) => {
    onClose();
    goTo('train');
    await startSweep(wanted);
    if (playing) await play();
  };

  return (
    <div className={styles.form} data-testid="sweep-dialog">
      <p className={styles.intro}>{t('sweep:dialog.intro')}</p>
      <div className={styles.preset}>
        <FlaskConical size="1em" aria-hidden className={styles.flask} />
        <div>
          <strong>{t('sweep:preset.title')}</strong>
          <p>{t('sweep:preset.text')}</p>
        </div>
        <Button
          variant="secondary"
          icon={Play}
          onClick={() => void begin(LAYER_SWEEP, true)}
          data-testid="sweep-handbook"
        >
          {t('sweep:preset.start')}
        </Button>
      </div>
      <div className={styles.fields}>
        <Select
          label={t('sweep:dialog.model')}
          value={model}
          options={MODELS.filter(({ parameters, neural }) => neural || parameters.length > 0).map((candidate) => ({
            value: candidate.id,
            label: candidate.name,
            disabled: candidate.needsTimestamps && !summary.hasOrder,
          }))}
          onChange={chooseModel}
        />
        <Select
          label={t('sweep:dialog.parameter')}
          value={parameter}
          options={[
            ...sweepable(spec).map(({ name }) => ({
              value: name,
              label: t(`models:params.${model}.${name}.label` as 'models:params.lightgcn.numLayers.label'),
            })),
            ...(spec.neural ? [{ value: SEED, label: t('sweep:dialog.seed') }] : []),
          ]}
          onChange={chooseParameter}
        />
        {spec.presets.length > 0 && (
          <Select
            label={t('sweep:dialog.rest')}
            value={preset}
            options={[
              { value: DEFAULTS, label: t('sweep:dialog.defaults') },
              ...spec.presets.map(({ id }) => ({
                value: id,
                label: t(`models:presets.${id}.name` as 'models:presets.quick.name'),
              })),
            ]}
            onChange={setPreset}
          />
        )}
        {parameter !== SEED && spec.neural && (
          <NumberField
            label={t('sweep:dialog.runSeed')}
            value={seed}
            min={0}
            max={2 ** 31 - 1}
            step={1}
            onChange={setSeed}
          />
        )}
      </div>
      <div className={styles.values}>
        <span className={styles.label}>{t('sweep:dialog.values')}</span>
        {chosen?.kind === 'choice' || chosen?.kind === 'toggle' ? (
          <ValueChips
            all={chosen.kind === 'choice' ? chosen.options : [false, true]}
            chosen={values}
            nameOf={(value) =>
              typeof value === 'boolean'
                ? t(value ? 'train:settings.on' : 'train:settings.off')
                : t(`models:params.${model}.${parameter}.options.${value}` as 'models:params.neumf.variant.options.gmf')
            }
            onChange={setValues}
          />
        ) : (
          <NumberListField
            label={t('sweep:dialog.values')}
            value={values as number[]}
            integer={parameter === SEED || (chosen?.kind === 'number' && chosen.integer)}
            onChange={(list) => setValues([...new Set(list)])}
            className={styles.list}
          />
        )}
      </div>
      <p className={styles.problem} role="status">
        {problem ?? t('sweep:dialog.summary', { count: values.length, number: formatCount(values.length) })}
      </p>
      <div className={styles.actions}>
        <Button
          variant="primary"
          icon={Play}
          disabled={problem !== null}
          onClick={() => void begin(plan, true)}
          data-testid="sweep-start"
        >
          {t('sweep:dialog.start', { count: values.length })}
        </Button>
        <Button variant="secondary" icon={ListPlus} disabled={problem !== null} onClick={() => void begin(plan, false)}>
          {t('sweep:dialog.queue')}
        </Button>
      </div>
    </div>
  );
}

/** Why a plan cannot start; null when it can. */
function problemOf(plan: SweepPlan, t: (key: string, values?: object) => string): string | null {
  if (plan.values.length < 2) return t('sweep:problem.tooFew');
  if (plan.values.length > MAX_SWEEP_RUNS) return t('sweep:problem.tooMany', { most: MAX_SWEEP_RUNS });
  const [first] = sweepProblems(plan);
  if (!first) return null;
  const { problem, value } = first;
  return t('sweep:problem.value', {
    value: String(value),
    why: t(`models:problems.${problem.code}`, problem.values),
  });
}

function ValueChips(props: {
  all: (string | boolean)[];
  chosen: ConfigValue[];
  nameOf: (value: string | boolean) => string;
  onChange: (values: ConfigValue[]) => void;
}) {
  const { all, chosen, nameOf, onChange } = props;
  return (
    <span className={styles.chips}>
      {all.map((value) => (
        <label key={String(value)} className={styles.chip}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChange(all.filter((one) => (one === value ? event.target.checked : chosen.includes(one))))
            }
          />
          {nameOf(value)}
        </label>
      ))}
    </span>
  );
}
