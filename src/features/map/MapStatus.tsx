/** How far a map is, what it came to, and the way to stop it or draw it again. */
import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { formatCount, formatDecimal, formatDuration } from '@/components/format';
import { ProgressBar } from '@/components/ProgressBar';
import { Tag } from '@/components/Tag';
import { hasEnded, type Run } from '@/state/runTypes';
import type { LayoutProgress } from '@/worker/protocolProjection';
import styles from './MapStatus.module.css';
import type { RunMap } from './MapView';

export function MapStatus({ run, mine }: { run: Run; mine: RunMap }) {
  const { t } = useTranslation(['map', 'common']);
  const { state, shown } = mine;
  const again = (
    <Button variant="ghost" size="sm" icon={RotateCw} onClick={mine.isStale ? mine.renew : mine.again}>
      {t('map:status.again')}
    </Button>
  );
  return (
    <div className={styles.status} data-testid="map-status" data-status={state.status}>
      {shown !== null && run.neural && !hasEnded(run.status) && (
        <Tag tone={shown.epoch === 0 ? 'warn' : 'accent'}>
          {shown.epoch === 0 ? t('map:status.untrained') : t('map:status.epoch', { epoch: formatCount(shown.epoch) })}
        </Tag>
      )}
      {state.status === 'computing' && state.progress !== null && (
        <>
          <span>
            <Progress progress={state.progress} />
          </span>
          <span className={styles.bar}>
            <ProgressBar value={state.progress.fraction} label={t('map:status.progress')} />
          </span>
          <Button variant="secondary" size="sm" onClick={mine.cancel} data-testid="map-cancel">
            {t('common:cancel')}
          </Button>
        </>
      )}
      {state.status === 'done' && state.numSteps > 0 && (
        <Tag tone="ok">
          {t(state.loss === null ? 'map:status.done' : 'map:status.doneWithLoss', {
            steps: formatCount(state.numSteps),
            time: formatDuration(state.elapsedMs),
            loss: state.loss === null ? '' : formatDecimal(state.loss, 2),
          })}
        </Tag>
      )}
      {state.status === 'cancelled' && (
        <Tag tone="warn">
          {state.step === 0
            ? t('map:status.cancelled')
            : t('map:status.stopped', { step: formatCount(state.step), steps: formatCount(state.numSteps) })}
        </Tag>
      )}
      {state.status === 'error' && <Tag tone="error">{state.error.message}</Tag>}
      {(state.status === 'cancelled' || state.status === 'error' || (mine.isStale && state.status === 'done')) && again}
    </div>
  );
}

function Progress({ progress }: { progress: LayoutProgress }) {
  const { t } = useTranslation('map');
  if (progress.stage === 'neighbours') return t('status.neighbours');
  const steps = { step: formatCount(progress.step), steps: formatCount(progress.numSteps) };
  return progress.loss === null
    ? t('status.step', steps)
    : t('status.stepWithLoss', { ...steps, loss: formatDecimal(progress.loss, 2) });
}
