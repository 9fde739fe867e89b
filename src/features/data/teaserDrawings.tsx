/** Drawings of the later places: shapes without numbers, so that nobody takes them for results. */
import { useTranslation } from 'react-i18next';
import { ModelSwatch } from '@/components/ModelSwatch';
import { modelStyle } from '@/components/modelStyle';
import type { ModelId } from '@/models/types';
import styles from './teaserDrawings.module.css';

const CURVES: { model: ModelId; path: string; labelY: number }[] = [
  { model: 'sasrec', path: 'M4 106C26 84 38 40 66 24S120 14 200 14', labelY: 14 },
  { model: 'lightgcn', path: 'M4 102C30 72 44 52 80 42S140 34 200 32', labelY: 34 },
  { model: 'neumf', path: 'M4 90C26 58 44 52 70 50S150 48 200 51', labelY: 54 },
  { model: 'popularity', path: 'M0 84H200', labelY: 84 },
];

export function TrainDrawing() {
  const { t } = useTranslation('common');
  return (
    <svg className={styles.drawing} viewBox="0 0 290 112" aria-hidden="true">
      {CURVES.map(({ model, path, labelY }) => (
        <g key={model}>
          <path
            d={path}
            fill="none"
            stroke={modelStyle(model).hue}
            strokeWidth={model === 'popularity' ? 1.5 : 2}
            strokeDasharray={modelStyle(model).dash}
          />
          <text x="208" y={labelY + 4} className={model === 'popularity' ? styles.light : styles.name}>
            {t(`model.${model}`)}
          </text>
        </g>
      ))}
    </svg>
  );
}

const BARS: { model: ModelId; lengths: [number, number] }[] = [
  { model: 'sasrec', lengths: [0.92, 0.86] },
  { model: 'lightgcn', lengths: [0.78, 0.74] },
  { model: 'neumf', lengths: [0.66, 0.7] },
  { model: 'popularity', lengths: [0.42, 0.4] },
];

export function CompareDrawing() {
  const { t } = useTranslation('common');
  return (
    <div className={styles.rows}>
      {BARS.map(({ model, lengths }) => (
        <div key={model} className={styles.row}>
          <ModelSwatch model={model} />
          <span className={model === 'popularity' ? undefined : styles.strong}>{t(`model.${model}`)}</span>
          {lengths.map((length, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two fixed columns of a drawing
            <span key={index} className={styles.bar}>
              <span style={{ width: `${100 * length}%`, background: modelStyle(model).hue }} />
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Widths of title lines; the ring goes round the film that was watched next. */
const LISTS: { model: ModelId; widths: number[]; hit: number }[] = [
  { model: 'neumf', widths: [0.8, 0.6, 0.72], hit: 2 },
  { model: 'sasrec', widths: [0.7, 0.85, 0.6], hit: 0 },
];

export function InspectDrawing() {
  const { t } = useTranslation('common');
  return (
    <div className={styles.lists}>
      {LISTS.map(({ model, widths, hit }) => (
        <div key={model}>
          <div className={styles.row}>
            <ModelSwatch model={model} />
            <span className={styles.strong}>{t(`model.${model}`)}</span>
          </div>
          {widths.map((width, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing
            <div key={index} className={styles.film} data-hit={index === hit || undefined}>
              {index + 1}
              <span style={{ width: `${100 * width}%` }} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
