/** How to read the map, and what its colours mean. */
import { Keyboard } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { formatDecimal } from '@/components/format';
import type { AttentionTheme } from './drawAttention';
import styles from './HowToRead.module.css';

export interface HowToReadProps {
  end: number;
  theme: AttentionTheme;
  /** in the corner that a triangle leaves free; else above the maps */
  isAside: boolean;
  /** maps that keys walk, not small ones */
  hasCells: boolean;
}

const STEPS = 16;

export function HowToRead({ end, theme, isAside, hasCells }: HowToReadProps) {
  const { t } = useTranslation('attention');
  const { ramp } = theme;
  const digits = end >= 0.095 ? 2 : 3;
  return (
    <aside className={cx(styles.how, isAside && styles.aside)} aria-label={t('how.title')}>
      <div className={styles.words}>
        <h3 className={styles.title}>{t('how.title')}</h3>
        <p>{t('how.row')}</p>
        <p>{t('how.cells')}</p>
        <p className={styles.muted}>{t('how.future')}</p>
        {hasCells && (
          <p className={styles.keys}>
            <Keyboard size="1em" aria-hidden /> {t('tools.keys')}
          </p>
        )}
      </div>
      <div className={styles.legend} data-testid="attention-legend" data-end={end}>
        <span className={styles.ramp} aria-hidden>
          {Array.from({ length: STEPS }, (_, step) => Math.round((step / (STEPS - 1)) * (ramp.length - 1))).map(
            (at) => (
              <span key={at} style={{ background: ramp[at] }} />
            ),
          )}
        </span>
        <span className={styles.ticks}>
          <span>0</span>
          <span>{formatDecimal(end / 2, digits)}</span>
          <span title={t('how.beyond')}>
            {end < 1 && '≥ '}
            {formatDecimal(end, digits)}
          </span>
        </span>
      </div>
    </aside>
  );
}
