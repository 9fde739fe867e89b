import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { formatBytes, formatDuration } from '@/components/format';
import type { DatasetSummary } from '@/data/types';
import { useDataset } from '@/state/dataset';
import { BlockTitle } from './BlockTitle';
import { FileButton } from './FileButton';

/** Where the data came from, folded to a line; and the way to other data. */
export function GetBlock({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation('data');
  const { fileBytes, readMs, importing, loadSample } = useDataset();
  return (
    <Card
      title={
        <BlockTitle state="done" number={1}>
          {t('get.title')}
        </BlockTitle>
      }
      subtitle={
        summary.synthetic
          ? t('get.sample')
          : t('get.file', {
              name: summary.fileName,
              size: formatBytes(fileBytes ?? 0),
              time: formatDuration(readMs ?? 0),
            })
      }
      actions={
        <>
          {!summary.synthetic && (
            <Button variant="ghost" size="sm" disabled={importing !== null} onClick={() => void loadSample()}>
              {t('get.useSample')}
            </Button>
          )}
          <FileButton variant="ghost" size="sm" icon={undefined} disabled={importing !== null}>
            {summary.synthetic ? t('first.choose') : t('get.replace')}
          </FileButton>
        </>
      }
    />
  );
}
