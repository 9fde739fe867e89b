import { CircleSlash } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Banner } from '@/components/Banner';
import { useDatasetName } from '@/components/useDatasetName';
import { useDataset } from '@/state/dataset';

/** Says that an import was cancelled, and what that means: nothing. */
export function CancelledNote({ fileName }: { fileName: string }) {
  const { t } = useTranslation('data');
  const summary = useDataset((state) => state.summary);
  const dismiss = useDataset((state) => state.dismissCancelled);
  const inUse = useDatasetName(summary);
  return (
    <Banner
      tone="neutral"
      icon={CircleSlash}
      title={t('cancelled.title', { name: fileName })}
      onDismiss={dismiss}
      data-testid="import-cancelled"
    >
      {summary ? t('importError.keeps', { name: inUse }) : t('importError.nothing')}
    </Banner>
  );
}
