import { Pause, Play, SkipForward, Square, StepForward } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { IconButton } from '@/components/IconButton';
import styles from './Transport.module.css';
import { transport, useTransport } from './useTransport';

/** Play, one batch, one epoch, stop. */
export function Transport() {
  const { t } = useTranslation('shell');
  const { playing, whyNot, canStop } = useTransport();
  const reason = whyNot && t(`transport.${whyNot}`);
  const Icon = playing ? Pause : Play;
  const playLabel = playing ? t('transport.pause') : t('transport.play');
  return (
    <fieldset className={styles.transport} aria-label={t('transport.label')}>
      <button
        type="button"
        className={cx(styles.play, playing && styles.playing)}
        aria-label={playLabel}
        title={reason ?? playLabel}
        disabled={whyNot !== null && !playing}
        data-testid={playing ? 'transport-pause' : 'transport-play'}
        onClick={() => void transport.togglePlay()}
      >
        <Icon size="1em" aria-hidden />
      </button>
      <IconButton
        label={t('transport.stepBatch')}
        title={reason ?? t('transport.stepBatch')}
        icon={StepForward}
        disabled={whyNot !== null}
        data-testid="transport-step-batch"
        onClick={() => void transport.stepBatch()}
      />
      <IconButton
        label={t('transport.stepEpoch')}
        title={reason ?? t('transport.stepEpoch')}
        icon={SkipForward}
        disabled={whyNot !== null}
        data-testid="transport-step-epoch"
        onClick={() => void transport.stepEpoch()}
      />
      <IconButton
        label={t('transport.stop')}
        title={canStop ? t('transport.stop') : t('transport.nothingRuns')}
        icon={Square}
        disabled={!canStop}
        data-testid="transport-stop"
        onClick={() => void transport.stop()}
      />
    </fieldset>
  );
}
