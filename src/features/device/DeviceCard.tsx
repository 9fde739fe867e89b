import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { formatBytes, formatCompact } from '@/components/format';
import { Select } from '@/components/Select';
import { Tag } from '@/components/Tag';
import { DEVICE_CHOICES, useDevice } from '@/state/device';
import { BenchmarkButton } from '../benchmark/BenchmarkButton';
import { adapterName } from './adapterName';
import { chooseDevice } from './chooseDevice';
import styles from './DeviceCard.module.css';
import { deviceTone } from './deviceTone';
import { useSpeed } from './useSpeed';

/** What the device is, how fast it was just measured, and the choice of another. */
export function DeviceCard({ className }: { className?: string }) {
  const { t } = useTranslation('device');
  const { status, info, choice } = useDevice();
  const speed = useSpeed();
  const tone = deviceTone(status, info);
  const word = status === 'open' ? (tone === 'ok' ? 'ready' : 'slower') : status;
  return (
    <Card
      title={t('title')}
      className={className}
      actions={
        <Tag tone={tone}>
          {tone === 'ok' && <Check size="1em" aria-hidden />}
          {t(`status.${word}`)}
        </Tag>
      }
    >
      <p className={styles.intro} data-optional>
        {t(info?.backend === 'cpu' ? 'introCpu' : info?.software ? 'introSoftware' : 'intro')}
      </p>
      {speed !== null && (
        <p className={styles.speed}>
          <span className={styles.rate}>{formatCompact(speed)}</span> {t('speed')}
        </p>
      )}
      <dl className={styles.rows}>
        {info && (
          <>
            <div>
              <dt>{t('row.backend')}</dt>
              <dd>{t(`backend.${info.backend}`)}</dd>
            </div>
            <div>
              <dt>{t('row.adapter')}</dt>
              <dd title={info.adapter}>{adapterName(info.adapter)}</dd>
            </div>
            <div data-optional>
              <dt>{t('row.kind')}</dt>
              <dd>{info.software === null ? t('unknownKind') : info.software ? t('software') : t('hardware')}</dd>
            </div>
            {info.maxBufferBytes !== null && (
              <div data-optional>
                <dt>{t('row.buffer')}</dt>
                <dd>{formatBytes(info.maxBufferBytes)}</dd>
              </div>
            )}
          </>
        )}
        <div>
          <dt>{t('choice.label')}</dt>
          <dd>
            <Select
              label={t('choice.label')}
              hideLabel
              size="sm"
              value={choice}
              disabled={status === 'opening'}
              options={DEVICE_CHOICES.map((value) => ({ value, label: t(`choice.${value}`) }))}
              onChange={(value) => void chooseDevice(value)}
            />
          </dd>
        </div>
      </dl>
      <BenchmarkButton />
    </Card>
  );
}
