/** Adam's update: the row of numbers with the largest gradient before and after, and one of them worked out. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Formula } from '@/components/Formula';
import { HelpTip } from '@/components/HelpTip';
import type { Item } from '@/data/types';
import type { StepTrial } from '@/train/oneStep/types';
import { Strip } from '../Strip';
import { adamTex, momentsTex } from './adamTex';
import { formatSmall } from './formatSmall';
import styles from './StepCard.module.css';

export function AdamPart({ trial, items }: { trial: StepTrial; items: Item[] }) {
  const { t } = useTranslation('step');
  const [at, setAt] = useState<number | null>(null);
  const { worked, row, rowOf } = trial;
  const largest = (...strips: number[][]) => Math.max(...strips.flat().map(Math.abs), 0);
  const changes = row.after.map((value, f) => value - row.before[f]);
  const strips = [
    { id: 'before', values: row.before, largest: largest(row.before, row.after) },
    { id: 'gradient', values: row.gradient, largest: largest(row.gradient) },
    { id: 'change', values: changes, largest: largest(changes) },
    { id: 'after', values: row.after, largest: largest(row.before, row.after) },
  ] as const;
  const place = at ?? worked.column;
  return (
    <section className={styles.part} aria-label={t('adam.title')}>
      <h3 className={styles.heading}>
        {t('adam.title')}
        <HelpTip label={t('adam.title')}>
          <p>{t('adam.help')}</p>
        </HelpTip>
      </h3>
      <p>
        {t('adam.row', { tensor: worked.tensor })}{' '}
        {rowOf === null
          ? t('adam.nobody', { row: worked.row + 1 })
          : rowOf.side === 'items'
            ? t('adam.film', { title: items[rowOf.index].title })
            : t('adam.user')}
      </p>
      {strips.map(({ id, values, largest: size }) => (
        <div key={id} className={styles.strip}>
          <span className={styles.stripName}>{t(`adam.strips.${id}`)}</span>
          <Strip
            label={t('adam.value', {
              strip: t(`adam.strips.${id}`),
              place: place + 1,
              value: formatSmall(values[place]),
            })}
            values={values}
            largest={size}
            at={at}
            onAt={setAt}
            testId={`adam-${id}`}
          />
          <span className={styles.stripValue}>{formatSmall(values[place])}</span>
        </div>
      ))}
      <p className={styles.muted}>{t(at === null ? 'adam.worked' : 'adam.pointed', { place: place + 1 })}</p>
      <div className={styles.formulas} data-testid="adam-formulas">
        {[...momentsTex(trial), ...adamTex(trial)].map((tex) => (
          <Formula key={tex} tex={tex} />
        ))}
      </div>
    </section>
  );
}
