import { Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatPercent } from '@/components/format';
import type { ProjectionMethod } from '@/projection/types';
import styles from './MapSentence.module.css';
import type { Which } from './mapSettings';

export interface MapSentenceProps {
  method: ProjectionMethod;
  which: Which;
  /** PCA: share of the variance on each axis */
  explained: [number, number] | null;
  rows: Int32Array;
  /** rows there are; fewer may be shown */
  total: number;
}

/** How to read the map, and how much of the data it shows. */
export function MapSentence({ method, which, explained, rows, total }: MapSentenceProps) {
  const { t } = useTranslation('map');
  const shown = rows.length;
  const counts = { shown: formatCount(shown), total: formatCount(total), half: formatCount(Math.floor(shown / 2)) };
  return (
    <p className={styles.sentence} data-testid="map-sentence">
      <Info size="0.875rem" aria-hidden />
      <span>
        {method === 'pca'
          ? t('read.pca', {
              first: explained ? formatPercent(explained[0]) : '…',
              second: explained ? formatPercent(explained[1]) : '…',
            })
          : t(method === 'tsne' ? 'read.tsne' : 'read.umap')}{' '}
        {shown < total
          ? t(which === 'items' ? 'read.sampledItems' : 'read.sampledUsers', counts)
          : t(which === 'items' ? 'read.allItems' : 'read.allUsers', counts)}
      </span>
    </p>
  );
}
