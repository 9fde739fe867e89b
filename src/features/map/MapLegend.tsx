import { useTranslation } from 'react-i18next';
import { formatCount } from '@/components/format';
import type { Run } from '@/state/runTypes';
import type { Colouring } from './colourings';
import styles from './MapLegend.module.css';
import type { ColourBy } from './mapSettings';
import { useClassName } from './useClassName';

export interface MapLegendProps {
  colouring: Colouring;
  colours: string[];
  colourBy: ColourBy;
  /** the numbers behind the colours are on their way */
  asking: boolean;
  run: Run | null;
}

/** Which colour is what, and how many points have it. */
export function MapLegend({ colouring, colours, colourBy, asking, run }: MapLegendProps) {
  const { t } = useTranslation('map');
  const nameOf = useClassName(colourBy);
  if (colourBy === 'ndcg' && (asking || !run?.finished)) {
    return <p className={styles.note}>{t(asking ? 'legend.measuring' : 'legend.notFinished')}</p>;
  }
  if (colourBy === 'error' && (asking || !run?.finished)) {
    return <p className={styles.note}>{t(asking ? 'legend.ranking' : 'legend.notRanked')}</p>;
  }
  return (
    <ul className={styles.legend} data-testid="map-legend">
      {colourBy === 'error' && run !== null && <li>{t('legend.error', { run: run.label })}</li>}
      {colouring.classes.map((entry, index) => (
        <li key={nameOf(entry)} className={styles.entry}>
          <span className={styles.dot} style={{ background: colours[index] }} aria-hidden />
          {nameOf(entry)} <span className={styles.count}>{formatCount(entry.count)}</span>
        </li>
      ))}
    </ul>
  );
}
