import { Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatPercent } from '@/components/format';
import type { ProjectionMethod } from '@/projection/types';
import styles from './MapSentence.module.css';
import type { Which } from './mapSettings';

export interface MapSentenceProps {
  method: ProjectionMethod;
  which: Which;
  /** PCA: share of the variance on each axis of each map; `label` says whose where there are two */
  planes: { label: string; explained: [number, number] | null }[];
  rows: Int32Array;
  /** rows there are; fewer may be shown */
  total: number;
}

/** How to read the map, and how much of the data it shows. */
export function MapSentence({ method, which, planes, rows, total }: MapSentenceProps) {
  const { t } = useTranslation('map');
  const shown = rows.length;
  const counts = { shown: formatCount(shown), total: formatCount(total), half: formatCount(Math.floor(shown / 2)) };
  const shares = planes.map(({ label, explained }) =>
    t(planes.length === 1 ? 'read.shares' : 'read.sharesOf', {
      first: explained ? formatPercent(explained[0]) : '…',
      second: explained ? formatPercent(explained[1]) : '…',
      run: label,
    }),
  );
  return (
    <p className={styles.sentence} data-testid="map-sentence">
      <Info size="0.875rem" aria-hidden />
      <span>
        {method === 'pca'
          ? t('read.pca', { shares: shares.join(', ') })
          : t(method === 'tsne' ? 'read.tsne' : 'read.umap')}{' '}
        {shown < total
          ? t(which === 'items' ? 'read.sampledItems' : 'read.sampledUsers', counts)
          : t(which === 'items' ? 'read.allItems' : 'read.allUsers', counts)}
      </span>
    </p>
  );
}
