import { useTranslation } from 'react-i18next';
import { modelStyle } from '@/components/modelStyle';
import styles from './DotMatrix.module.css';
import { GUESSES, isWatched, NUM_COLUMNS, NUM_ROWS } from './dotPattern';

const STEP = 27;

/** The task in one picture: films that were watched, what models guess, what was really watched next. */
export function DotMatrix() {
  const { t } = useTranslation('data');
  const cells = Array.from({ length: NUM_ROWS * NUM_COLUMNS }, (_, index) => ({
    row: Math.floor(index / NUM_COLUMNS),
    column: index % NUM_COLUMNS,
  }));
  const at = (index: number) => STEP / 2 + index * STEP;
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.picture}
        viewBox={`0 0 ${NUM_COLUMNS * STEP} ${NUM_ROWS * STEP}`}
        role="img"
        aria-label={t('first.picture')}
      >
        {cells.map(({ row, column }) => (
          <circle
            key={`${row}-${column}`}
            cx={at(column)}
            cy={at(row)}
            r={isWatched(row, column) ? 4.5 : 1.4}
            className={styles.film}
          />
        ))}
        {GUESSES.map(({ row, column, model, hit }) => (
          <g key={`${row}-${column}`} transform={`translate(${at(column)} ${at(row)})`}>
            <circle r={hit ? 8 : 4.5} className={styles.ground} />
            {model && <circle r={4.5} fill={modelStyle(model).hue} />}
            {hit && <circle r={8} className={styles.ring} />}
          </g>
        ))}
      </svg>
      <figcaption className={styles.legend} aria-hidden="true">
        <span>
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <circle cx="6" cy="6" r="4.5" className={styles.film} />
          </svg>
          {t('first.watched')}
        </span>
        <span>
          <svg viewBox="0 0 36 12" className={styles.three} aria-hidden="true">
            {(['neumf', 'lightgcn', 'sasrec'] as const).map((model, index) => (
              <circle key={model} cx={6 + 12 * index} cy="6" r="4.5" fill={modelStyle(model).hue} />
            ))}
          </svg>
          {t('first.guess')}
        </span>
        <span>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="6.5" className={styles.ring} />
          </svg>
          {t('first.next')}
        </span>
      </figcaption>
    </figure>
  );
}
