/** What trains here, and how fast: told as it was measured. */
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { formatCompact, formatDuration } from '@/components/format';
import { Tag } from '@/components/Tag';
import { useDevice } from '@/state/device';
import { useRuns } from '@/state/runs';
import { isWorking } from '@/state/runTypes';
import { adapterName } from '../device/adapterName';
import { deviceTone } from '../device/deviceTone';
import styles from './DeviceCard.module.css';
import { Sparkline } from './Sparkline';
import { stepPathText } from './stepPathText';

export function DeviceCard() {
  const { t } = useTranslation(['train', 'device']);
  const { status, info } = useDevice();
  const run = useRuns((state) => state.runs.find((candidate) => candidate.id === state.activeRunId));
  const speed = run?.speeds[run.speeds.length - 1];
  const remainingMs = run !== undefined && isWorking(run.status) ? (run.progress?.remainingMs ?? null) : null;
  const path = run?.path ?? null;
  return (
    <Card
      className={styles.card}
      title={t('device:title')}
      actions={info !== null && <Tag tone={deviceTone(status, info)}>{t(`device:backend.${info.backend}`)}</Tag>}
    >
      <div className={styles.speed}>
        <span className={styles.rate} data-testid="samples-per-second">
          {speed === undefined ? '–' : formatCompact(speed)}
        </span>
        <span className={styles.unit}>{t('device.samplesPerSecond')}</span>
        <Sparkline values={run?.speeds ?? []} />
      </div>
      <dl className={styles.list}>
        <div>
          <dt>{t('device.timeLeft')}</dt>
          <dd>{remainingMs === null ? '–' : formatDuration(remainingMs)}</dd>
        </div>
        {path !== null && (
          <div data-testid="step-path">
            <dt>{t('path.title')}</dt>
            <dd title={stepPathText(path, t)}>{stepPathText(path, t)}</dd>
          </div>
        )}
        <div>
          <dt>{t('device:row.adapter')}</dt>
          <dd title={info?.adapter}>{info === null ? t(`device:status.${status}`) : adapterName(info.adapter)}</dd>
        </div>
        {info !== null && info.software !== null && (
          <div>
            <dt>{t('device:row.kind')}</dt>
            <dd>{t(info.software ? 'device:software' : 'device:hardware')}</dd>
          </div>
        )}
        {info?.refused.map(({ backend, reason }) => (
          <div key={backend}>
            <dt>{t(`device:backend.${backend}`)}</dt>
            <dd title={reason}>{reason}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
