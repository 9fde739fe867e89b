import { useTranslation } from 'react-i18next';
import { formatCompact } from '@/components/format';
import { useDevice } from '@/state/device';
import { adapterName } from './adapterName';
import styles from './DeviceLine.module.css';
import { deviceTone } from './deviceTone';
import { useSpeed } from './useSpeed';

/** What runs the training, told honestly: backend, adapter, hardware or software, measured speed. */
export function DeviceLine() {
  const { t } = useTranslation('device');
  const { status, info, choice } = useDevice();
  const speed = useSpeed();
  const parts =
    status === 'open' && info
      ? [
          t(`backend.${info.backend}`),
          ...(info.backend === 'cpu' ? [] : [adapterName(info.adapter)]),
          ...(info.backend !== 'cpu' && info.software ? [t('software')] : []),
          ...(speed === null ? [] : [t('speedShort', { speed: formatCompact(speed) })]),
        ]
      : [t(`line.${status === 'open' ? 'opening' : status}`, { choice: t(`choice.${choice}`) })];
  return (
    <span
      className={styles.line}
      title={info?.adapter}
      data-testid="device-line"
      data-status={status}
      data-backend={status === 'open' ? info?.backend : undefined}
    >
      <span className={styles.dot} data-tone={deviceTone(status, info)} />
      {parts.join(' · ')}
    </span>
  );
}
