import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/shallow';
import { ModelSwatch } from '@/components/ModelSwatch';
import { useRuns } from '@/state/runs';
import styles from './EpochCounter.module.css';
import { epochOf } from './epochOf';

const padded = (value: number) => String(value).padStart(3, '0');

/** How far the active run is; its width never changes. */
export function EpochCounter() {
  const { t } = useTranslation('shell');
  const active = useRuns(
    useShallow((state) => {
      const run = state.runs.find(({ id }) => id === state.activeRunId);
      return run?.neural
        ? { model: run.request.model, label: run.label, ...epochOf(run), step: run.progress?.stepInEpoch ?? 0 }
        : null;
    }),
  );
  const { epoch, epochs } = active ?? { epoch: 0, epochs: 0 };
  return (
    <div
      className={styles.counter}
      data-testid="epoch-counter"
      data-epoch={active?.epoch}
      data-step={active?.step}
      data-idle={active === null || undefined}
      role="img"
      aria-label={active ? t('transport.counter', { model: active.label, epoch, epochs }) : t('transport.counterNone')}
      title={active?.label}
    >
      <span className={styles.swatch}>{active && <ModelSwatch model={active.model} />}</span>
      <span className={styles.word}>{t('transport.epoch')}</span>
      <span className={styles.epoch}>{padded(epoch)}</span>
      <span className={styles.word}>{t('transport.of', { epochs: padded(epochs) })}</span>
    </div>
  );
}
