import { useTranslation } from 'react-i18next';
import type { DatasetSummary } from '@/data/types';

/** What people call the data; synthetic data says that it is synthetic wherever its name shows. Empty without data. */
export function useDatasetName(summary: Pick<DatasetSummary, 'name' | 'synthetic'> | null): string {
  const { t } = useTranslation('common');
  if (!summary) return '';
  return summary.synthetic ? t('sampleName') : summary.name;
}
