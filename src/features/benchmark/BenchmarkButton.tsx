import { Gauge } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { useDevice } from '@/state/device';

const BenchmarkDialog = lazy(() => import('./BenchmarkDialog'));

/** Opens the benchmark of this device; nothing where training does not run on WebGPU. */
export function BenchmarkButton() {
  const { t } = useTranslation('device');
  const backend = useDevice((state) => (state.status === 'open' ? state.info?.backend : undefined));
  const [open, setOpen] = useState(false);
  if (backend !== 'webgpu') return null;
  return (
    <>
      <Button variant="ghost" size="sm" icon={Gauge} onClick={() => setOpen(true)} data-testid="open-benchmark">
        {t('benchmark')}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <BenchmarkDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
