import { useTranslation } from 'react-i18next';
import { Dialog } from '@/components/Dialog';
import { useDevice } from '@/state/device';
import styles from './DeviceHelp.module.css';

const STEPS = ['browser', 'acceleration', 'linux', 'secure'] as const;

/** Why there is no WebGPU, as far as the browser says, and what a person can do. */
export function DeviceHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('device');
  const info = useDevice((state) => state.info);
  const error = useDevice((state) => state.error);
  const choice = useDevice((state) => state.choice);
  const tried = [
    ...(info?.refused ?? []).map(({ backend, reason }) => ({ backend: t(`backend.${backend}`), reason })),
    ...(error ? [{ backend: t(`choice.${choice}`), reason: error.message }] : []),
  ];
  return (
    <Dialog title={t('help.title')} open={open} onClose={onClose}>
      {tried.length > 0 && (
        <>
          <h3>{t('help.tried')}</h3>
          <ul className={styles.tried}>
            {tried.map((line) => (
              <li key={line.backend}>{t('help.refused', line)}</li>
            ))}
          </ul>
        </>
      )}
      <h3>{t('help.steps')}</h3>
      <ol className={styles.steps}>
        {STEPS.map((step, index) => (
          <li key={step}>
            <span className={styles.number}>{index + 1}</span>
            <div>
              <strong>{t(`help.${step}`)}</strong>
              <p className={styles.text}>{t(`help.${step}Text`)}</p>
            </div>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
