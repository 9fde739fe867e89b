import { HardDrive } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/IconButton';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { protocolOf } from '@/eval/protocol';
import { useDataset } from '@/state/dataset';
import { useSaved } from '@/state/saved';
import { DatasetChip } from './DatasetChip';
import { EpochCounter } from './EpochCounter';
import { Logo } from './Logo';
import styles from './TopBar.module.css';
import { Transport } from './Transport';

/** What is trained, measured how, how far: never leaves the screen. */
export function TopBar() {
  const { t } = useTranslation(['common', 'shell']);
  const summary = useDataset((state) => state.summary);
  return (
    <header className={styles.bar}>
      <div className={styles.brand}>
        <Logo />
        <h1 className={styles.name}>{t('appName')}</h1>
      </div>
      <span className={styles.data}>
        <DatasetChip />
        <IconButton
          size="sm"
          icon={HardDrive}
          label={t('shell:dataset.saved')}
          data-testid="open-saved-dialog"
          onClick={() => useSaved.getState().setOpen(true)}
        />
      </span>
      {summary && (
        <ProtocolBadge
          className={styles.plate}
          about={t('common:protocol.titleInUse')}
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
