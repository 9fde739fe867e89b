/** A run that is being set up: presets, knobs, early stopping, seed, and the button that starts it. */
import { ChevronDown, ChevronRight, ListPlus, Play, Sigma, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { cx } from '@/components/cx';
import { formatBytes, formatCount } from '@/components/format';
import { IconButton } from '@/components/IconButton';
import { ModelSwatch } from '@/components/ModelSwatch';
import { modelStyle } from '@/components/modelStyle';
import type { DatasetSummary } from '@/data/types';
import { modelSpec } from '@/models/catalog';
import { countParameters, fitCost, matchingPreset, validateConfig } from '@/models/config';
import { type Draft, useDraft } from '@/state/draft';
import { useRuns } from '@/state/runs';
import { hasEnded } from '@/state/runTypes';
import styles from './DraftCard.module.css';
import { EarlyStoppingFields } from './EarlyStoppingFields';
import { GpuNeed } from './GpuNeed';
import { MostPopularOffer } from './MostPopularOffer';
import { type DeviceMemory, deviceMemory, popularOffers } from './mostPopular';
import { ParameterRow } from './ParameterRow';
import { useRunCost } from './useRunCost';

export function DraftCard({ draft, summary }: { draft: Draft; summary: DatasetSummary }) {
  const { t } = useTranslation(['train', 'models']);
  const [showAll, setShowAll] = useState(false);
  const { setParameter, takePreset, set, discard } = useDraft();
  const startRun = useRuns((state) => state.startRun);
  const play = useRuns((state) => state.play);
  const playing = useRuns((state) => state.playing);
  const isBusy = useRuns((state) => state.runs.some((run) => run.neural && !hasEnded(run.status)));

  const spec = modelSpec(draft.model);
  const problems = useMemo(() => validateConfig(spec, draft.config), [spec, draft.config]);
  const isSound = problems.every(({ severity }) => severity !== 'error');
  const cost = fitCost(spec, draft.config, summary.after);
  const offers = useMemo(() => popularOffers(spec, draft.config, summary.after), [spec, draft.config, summary]);
  const memoryText = (bytes: number, device: DeviceMemory | null) =>
    device === null || spec.id !== 'ease'
      ? t('draft.memory', { size: formatBytes(bytes) })
      : t(device.orMore ? 'draft.memoryOfMore' : 'draft.memoryOf', {
          size: formatBytes(bytes),
          device: formatBytes(device.bytes),
        });
  const need = useRunCost(draft, summary, isSound);
  const canStart = isSound && need?.fits !== false;
  const whyNot = need?.fits === false ? t('draft.tooLarge') : undefined;
  const preset = matchingPreset(spec, draft.config);
  // A hidden parameter with an error must not be the secret reason why nothing can be started.
  const shown = spec.parameters.filter(
    ({ name, main }) => main || showAll || problems.some(({ parameter }) => parameter === name),
  );

  const start = async (playing: boolean) => {
    const wish = { model: draft.model, config: draft.config, seed: draft.seed, earlyStopping: draft.earlyStopping };
    discard();
    const started = await startRun(wish);
    if (started.ok && playing) {
      await play();
    }
  };

  return (
    <section className={styles.draft} aria-label={t('draft.name', { model: spec.name })} data-testid="draft">
      <header className={styles.header} style={{ background: modelStyle(draft.model).pale }}>
        <ModelSwatch model={draft.model} />
        <strong>{spec.name}</strong>
        <span className={styles.origin}>
          {draft.copyOf === null ? t('draft.new') : t('draft.copyOf', { label: draft.copyOf })}
        </span>
        <IconButton size="sm" label={t('draft.discard')} icon={X} onClick={discard} />
      </header>
      {spec.presets.length > 0 && (
        <fieldset className={styles.presets} aria-label={t('draft.presets')}>
          {spec.presets.map(({ id }) => (
            <button
              key={id}
              type="button"
              className={cx(styles.preset, preset === id && styles.chosen)}
              aria-pressed={preset === id}
              title={t(`models:presets.${id}.hint`)}
              onClick={() => takePreset(id)}
              data-testid={`preset-${id}`}
            >
              {t(`models:presets.${id}.name`)}
            </button>
          ))}
        </fieldset>
      )}
      <div>
        {shown.map((parameter) => (
          <ParameterRow
            key={parameter.name}
            model={draft.model}
            parameter={parameter}
            value={draft.config[parameter.name]}
            onChange={(value) => setParameter(parameter.name, value)}
            problems={problems.filter((problem) => problem.parameter === parameter.name)}
          />
        ))}
        {showAll && (
          <EarlyStoppingFields
            seedOnly={!spec.neural}
            value={draft.earlyStopping}
            seed={draft.seed}
            onChange={(earlyStopping) => set({ earlyStopping })}
            onSeed={(seed) => set({ seed })}
          />
        )}
      </div>
      {(spec.neural || spec.parameters.some(({ main }) => !main)) && (
        <Button
          variant="ghost"
          size="sm"
          className={styles.more}
          iconAfter={showAll ? ChevronDown : ChevronRight}
          aria-expanded={showAll}
          onClick={() => setShowAll(!showAll)}
          data-testid="more-settings"
        >
          {showAll ? t('draft.fewer') : t('draft.more')}
        </Button>
      )}
      {offers.length > 0 && (
        <MostPopularOffer
          offers={offers}
          all={summary.after.items}
          chosen={cost?.itemsUsed ?? 0}
          onChoose={(items) => setParameter('maxItems', items)}
        />
      )}
      <p className={styles.size} data-testid="draft-size">
        {cost !== null && memoryText(cost.bytes, deviceMemory())}
        {cost !== null && cost.itemsUsed < summary.after.items && (
          <>
            {' '}
            {t('draft.mostPopular.used', {
              used: formatCount(cost.itemsUsed),
              all: formatCount(summary.after.items),
            })}
          </>
        )}
        {!isSound && t('draft.notSound')}
        {isSound &&
          spec.neural &&
          t('draft.parameters', {
            count: countParameters(spec, draft.config, summary.after.users, summary.after.items),
            number: formatCount(countParameters(spec, draft.config, summary.after.users, summary.after.items)),
          })}
      </p>
      {need !== null && <GpuNeed need={need} model={draft.model} />}
      <div className={styles.actions}>
        {!spec.neural ? (
          // fitted beside whatever trains, on a thread of its own
          <Button
            variant={isBusy && playing ? 'secondary' : 'primary'}
            icon={Sigma}
            disabled={!isSound}
            onClick={() => void start(false)}
            data-testid="start-run"
          >
            {t('draft.fit')}
          </Button>
        ) : isBusy ? (
          <Button
            // while training, the one primary button is pause
            variant={playing ? 'secondary' : 'primary'}
            icon={ListPlus}
            disabled={!canStart}
            title={whyNot}
            onClick={() => void start(false)}
            data-testid="start-run"
          >
            {t('draft.addToQueue')}
          </Button>
        ) : (
          <>
            <Button
              variant="primary"
              icon={Play}
              disabled={!canStart}
              title={whyNot}
              onClick={() => void start(true)}
              data-testid="start-run"
            >
              {t('draft.start')}
            </Button>
            <Button
              variant="secondary"
              disabled={!canStart}
              title={whyNot ?? t('draft.addPausedHint')}
              onClick={() => void start(false)}
              data-testid="add-paused"
            >
              {t('draft.addPaused')}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
