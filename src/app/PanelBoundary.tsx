import { CircleAlert, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { useTranslation } from 'react-i18next';
import { Banner } from '@/components/Banner';
import { Button } from '@/components/Button';

/** A broken place must not take the transport with it: training goes on in the workers. */
export function PanelBoundary({ children }: { children: ReactNode }) {
  const { t } = useTranslation('shell');
  return (
    <ErrorBoundary
      fallbackRender={({ error, resetErrorBoundary }) => (
        <div>
          <Banner
            tone="error"
            icon={CircleAlert}
            title={t('boundary.title')}
            actions={
              <Button variant="secondary" icon={RotateCw} onClick={resetErrorBoundary}>
                {t('boundary.retry')}
              </Button>
            }
          >
            {t('boundary.text')} <code>{error instanceof Error ? error.message : String(error)}</code>
          </Banner>
        </div>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}
