import { FileDown, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { formatPercent } from '@/components/format';
import type { DatasetSummary } from '@/data/types';
import { plain } from './saveModelFile';
import { useExport } from './useExport';

/** All interactions in use with their part, as a file; pressed again, it is cancelled. */
export function PreparedCsvButton({ summary, disabled }: { summary: DatasetSummary; disabled?: boolean }) {
  const { t } = useTranslation('saved');
  const { progress, error, start, cancel } = useExport(
    (client, onProgress) => client.preparedCsv(summary.key, onProgress),
    (client) => client.cancelPreparedCsv(),
  );
  const failed = error && error.code !== 'cancelled' ? t('exportFailed', { message: error.message }) : null;
  return (
    <>
      <Button
        variant="ghost"
        icon={progress === null ? FileDown : X}
        title={t('prepared.hint')}
        disabled={disabled}
        data-testid="export-prepared"
        onClick={() => void (progress === null ? start(`${plain(summary.name)}-prepared.csv`) : cancel())}
      >
        {progress === null ? t('prepared.button') : `${t('prepared.progress')} ${formatPercent(progress)}`}
      </Button>
      {failed && <span role="alert">{failed}</span>}
    </>
  );
}
