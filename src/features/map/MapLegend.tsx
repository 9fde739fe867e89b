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
  /** false where another map has a legend of its own */
  isAlone?: boolean;
}

/** Which colour is what, and how many points have it. */
export function MapLegend({ colouring, colours, colourBy, asking, run, isAlone = true }: MapLegendProps) {
  const { t } = useTranslation('map');
  const nameOf = useClassName(colourBy);
  const isMeasured = colourBy === 'ndcg' || colourBy === 'error';
  if (isMeasured && (asking || !run?.finished)) {
    const [waiting, notEnded] =
      colourBy === 'ndcg'
        ? (['legend.measuring', 'legend.notFinished'] as const)
        : (['legend.ranking', 'legend.notRanked'] as const);
    const text = t(asking ? waiting : notEnded);
    return <p className={styles.note}>{isAlone || run === null ? text : t('legend.of', { run: run.label, text })}</p>;
  }
  return (
    <ul className={styles.legend} data-testid="map-legend" data-run-id={isMeasured ? run?.id : undefined}>
      {isMeasured && run !== null && (
        <li>{t(colourBy === 'error' ? 'legend.error' : 'legend.ndcg', { run: run.label })}</li>
      )}
      {colouring.classes.map((entry, index) => (
        <li key={nameOf(entry)} className={styles.entry}>
          <span className={styles.dot} style={{ background: colours[index] }} aria-hidden />
          {nameOf(entry)} <span className={styles.count}>{formatCount(entry.count)}</span>
        </li>
      ))}
    </ul>
  );
}
