import { LockOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import styles from './InsecureContext.module.css';

/** Over plain http from another machine there is no WebGPU: what happened, and what to do. Nothing on localhost. */
export function InsecureContext() {
  const { t } = useTranslation('device');
  const [goesOn, setGoesOn] = useState(false);
  if (globalThis.isSecureContext || goesOn) return null;
  const port = location.port || '80';
  const local = `http://localhost${location.port ? `:${location.port}` : ''}${location.pathname}`;
  return (
    <section className={styles.card} role="alert" data-testid="insecure-context">
      <span className={styles.mark}>
        <LockOpen size="1em" aria-hidden />
      </span>
      <div className={styles.body}>
        <h2 className={styles.title}>{t('insecure.title')}</h2>
        <p className={styles.text}>{t('insecure.text', { origin: location.origin })}</p>
        <dl className={styles.ways}>
          <div>
            <dt>{t('insecure.local')}</dt>
            <dd>
              {t('insecure.localText')} <code>{local}</code>
            </dd>
          </div>
          <div>
            <dt>{t('insecure.https')}</dt>
            <dd>{t('insecure.httpsText')}</dd>
          </div>
          <div>
            <dt>{t('insecure.tunnel')}</dt>
            <dd>
              {t('insecure.tunnelText')}{' '}
              <code>
                ssh -L {port}:localhost:{port} {location.hostname}
              </code>
            </dd>
          </div>
        </dl>
      </div>
      <Button variant="secondary" onClick={() => setGoesOn(true)}>
        {t('insecure.goOn')}
      </Button>
    </section>
  );
}
