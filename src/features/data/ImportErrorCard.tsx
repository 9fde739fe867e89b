import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { ErrorPanel } from '@/components/ErrorPanel';
import { useDatasetName } from '@/components/useDatasetName';
import { type ImportError, useDataset } from '@/state/dataset';
import { FileButton } from './FileButton';
import { useProblemWords } from './useProblemWords';

/** A file that could not become data: what, where, what was found and expected. The data in use stays. */
export function ImportErrorCard({ importError }: { importError: ImportError }) {
  const { t } = useTranslation(['data', 'errors', 'common']);
  const summary = useDataset((state) => state.summary);
  const dismiss = useDataset((state) => state.dismissImportError);
  const inUse = useDatasetName(summary);
  const words = useProblemWords();
  const { fileName } = importError;
  const error = words.error(importError.error);
  const name = fileName ?? t('common:sampleName');
  const title = t(`errors:${error.code}.title`);
  return (
    <ErrorPanel
      data-testid="import-error"
      error={error}
      title={name ? `${t('data:importError.file', { name })} ${title}` : title}
      note={summary ? t('data:importError.keeps', { name: inUse }) : t('data:importError.nothing')}
      actions={
        <>
          <FileButton>{t('data:importError.another')}</FileButton>
          <Button variant="secondary" onClick={dismiss} data-testid="import-error-dismiss">
            {t('data:importError.dismiss')}
          </Button>
        </>
      }
    />
  );
}
