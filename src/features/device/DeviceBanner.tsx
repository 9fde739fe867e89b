import { CircleAlert, MonitorOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '@/components/Banner';
import { Button } from '@/components/Button';
import { useDataset } from '@/state/dataset';
import { useDevice } from '@/state/device';
import { useUi } from '@/state/ui';
import { chooseDevice } from './chooseDevice';
import { DeviceHelp } from './DeviceHelp';

/** Says once that training is slower here, and why; or that there is no device, and how to get one. */
export function DeviceBanner() {
  const { t } = useTranslation(['device', 'errors']);
  const { status, info, choice, error } = useDevice();
  const place = useUi((state) => state.route.place);
  const hasData = useDataset((state) => state.summary !== null);
  const [dismissed, setDismissed] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);

  const help = <DeviceHelp open={helpOpen} onClose={() => setHelpOpen(false)} />;
  const why = (
    <Button variant="secondary" onClick={() => setHelpOpen(true)}>
      {t('device:banner.why')}
    </Button>
  );

  if (status === 'lost' || status === 'failed') {
    const lost = status === 'lost';
    return (
      <>
        <Banner
          tone="error"
          icon={CircleAlert}
          data-testid="device-banner"
          title={lost ? t('device:banner.lost') : t('device:banner.failed', { choice: t(`device:choice.${choice}`) })}
          actions={
            <>
              {!lost && why}
              {!lost && choice !== 'auto' ? (
                <Button variant="secondary" onClick={() => void chooseDevice('auto')}>
                  {t('device:banner.useAuto')}
                </Button>
              ) : (
                <Button variant="secondary" onClick={() => void chooseDevice()}>
                  {t('device:banner.reopen')}
                </Button>
              )}
            </>
          }
        >
          {lost ? t('device:banner.lostText') : error && t(`errors:${error.code}.text`, { message: error.message })}
        </Banner>
        {help}
      </>
    );
  }

  // Who chose a slower device knows it; the first screen has the device card.
  const onTheWay = place !== 'learn' && (place !== 'data' || hasData);
  const unasked = info?.requested === 'auto' || info?.requested === 'webgpu';
  if (status !== 'open' || !info || !unasked || dismissed || !onTheWay) return null;
  const software = info.backend === 'webgpu' && info.software === true;
  if (info.backend === 'webgpu' && !software) return null;
  return (
    <>
      <Banner
        tone="warn"
        icon={MonitorOff}
        data-testid="device-banner"
        title={
          software
            ? t('device:banner.software')
            : t('device:banner.title', { backend: t(`device:backend.${info.backend}`) })
        }
        actions={why}
        onDismiss={() => setDismissed(true)}
      >
        {software ? t('device:banner.softwareText') : t('device:banner.text')}
      </Banner>
      {help}
    </>
  );
}
