import { useTranslation } from 'react-i18next';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { protocolOf } from '@/eval/protocol';
import { useDataset } from '@/state/dataset';
import { DatasetChip } from './DatasetChip';
import { EpochCounter } from './EpochCounter';
import { Logo } from './Logo';
import styles from './TopBar.module.css';
import { Transport } from './Transport';

/** What is trained, measured how, how far: never leaves the screen. */
export function TopBar() {
  const { t } = useTranslation('common');
  const summary = useDataset((state) => state.summary);
  return (
    <header className={styles.bar}>
      <div className={styles.brand}>
        <Logo />
        <h1 className={styles.name}>{t('appName')}</h1>
      </div>
      <DatasetChip />
      {summary && (
        <ProtocolBadge
          className={styles.plate}
          protocol={protocolOf(summary, { candidates: 'full', numUsersSampled: null })}
        />
      )}
      <div className={styles.end}>
        <Transport />
        <EpochCounter />
      </div>
    </header>
  );
}
