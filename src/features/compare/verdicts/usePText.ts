import { useTranslation } from 'react-i18next';
import { formatMetric } from '@/components/format';

/** 10,000 draws tell no smaller p from another. */
export const SMALLEST_P = 0.001;

/** A p-value as people write it. */
export function usePText(): (p: number) => string {
  const { t } = useTranslation('compare');
  return (p) => (p < SMALLEST_P ? t('table.pBelow') : formatMetric(p, 3));
}
