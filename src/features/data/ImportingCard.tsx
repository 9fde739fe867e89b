import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { cx } from '@/components/cx';
import { formatBytes, formatCompact, formatCount, formatDuration, formatPercent } from '@/components/format';
import { ProgressBar } from '@/components/ProgressBar';
import { useDatasetName } from '@/components/useDatasetName';
import { type Importing, useDataset } from '@/state/dataset';
import styles from './ImportingCard.module.css';

/** Below this a rate or a time left is a guess that is over before it is read. */
const WORTH_TELLING_MS = 1000;

/** A file on its way in: what is done, how far, how fast, how long yet, and Cancel. */
export function ImportingCard({ importing, className }: { importing: Importing; className?: string }) {
  const { t } = useTranslation('data');
  const summary = useDataset((state) => state.summary);
  const cancelImport = useDataset((state) => state.cancelImport);
  const inUse = useDatasetName(summary);
  const { fileName, sizeBytes, progress } = importing;
  const title = fileName === null ? t('importing.titleSample') : t('importing.title', { name: fileName });
  const fraction = progress?.fraction ?? null;
  const rate = progress?.rowsPerSecond ?? null;
  const remainingMs = progress?.remainingMs ?? null;
  const parts = [
    t(`importing.${progress?.stage ?? (fileName === null ? 'preparing' : 'opening')}`),
    ...(sizeBytes === null ? [] : [formatBytes(sizeBytes)]),
    ...(progress && progress.rows > 0
      ? [t('importing.rows', { count: progress.rows, value: formatCount(progress.rows) })]
      : []),
    ...(rate === null ? [] : [t('importing.rate', { value: formatCompact(rate) })]),
    ...(remainingMs === null || remainingMs < WORTH_TELLING_MS
      ? []
      : [t('importing.remaining', { time: formatDuration(remainingMs) })]),
  ];
  return (
    <section className={cx(styles.card, className)} data-testid="import-progress" aria-label={title}>
      <div className={styles.words}>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.note}>
          {parts.join(' · ')}
          {summary && ` · ${t('importing.keeps', { name: inUse })}`}
        </p>
        <ProgressBar value={fraction} label={t('importing.progress')} />
      </div>
      <span className={styles.percent}>{fraction === null ? '' : formatPercent(fraction)}</span>
      {fileName !== null && (
        <Button variant="secondary" onClick={() => void cancelImport()} data-testid="import-cancel">
          {t('importing.cancel')}
        </Button>
      )}
    </section>
  );
}
