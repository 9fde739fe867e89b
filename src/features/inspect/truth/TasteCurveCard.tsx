/** Planted interest in a genre against its share of the lists, over all users: lists as planted are a straight line. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { CurveChart } from '@/components/charts/CurveChart';
import { createCrosshair } from '@/components/charts/crosshair';
import { nameRoom } from '@/components/charts/nameRoom';
import type { Curve } from '@/components/charts/types';
import { formatDecimal, formatList, formatPercent } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { modelStyle } from '@/components/modelStyle';
import { Select } from '@/components/Select';
import { TableTwin } from '@/components/TableTwin';
import type { Run } from '@/state/runTypes';
import styles from './TasteCurveCard.module.css';
import { TasteScatter } from './TasteScatter';
import type { TruthRow } from './useTruthRows';

export interface TasteCurveCardProps {
  answered: { run: Run; row: TruthRow }[];
  oracle: TruthRow;
  /** [users * genres] */
  tastes: Float32Array;
}

export function TasteCurveCard({ answered, oracle, tastes }: TasteCurveCardProps) {
  const { t } = useTranslation('truth');
  const [crosshair] = useState(createCrosshair);
  // null draws the means of all runs
  const [dotsOf, setDotsOf] = useState<string | null>(null);
  const dotted = answered.find(({ run }) => run.id === dotsOf);
  const curves = useMemo<Curve[]>(
    () =>
      answered.map(({ run, row }) => ({
        id: run.id,
        label: run.label,
        model: run.request.model,
        shade: 0,
        points: row.curve,
        faint: [],
        best: null,
      })),
    [answered],
  );
  const describe = useMemo(
    () => (x: string, values: { label: string; value: string }[]) =>
      `${t('curve.at', { x })}: ${formatList(values.map((at) => `${at.label} ${at.value}`))}`,
    [t],
  );
  return (
    <Card
      title={t('curve.title')}
      subtitle={t('curve.subtitle')}
      actions={
        <>
          <Select
            label={t('curve.shown')}
            hideLabel
            size="sm"
            value={dotted?.run.id ?? ''}
            options={[
              { value: '', label: t('curve.means') },
              ...answered.map(({ run }) => ({ value: run.id, label: t('curve.dots', { model: run.label }) })),
            ]}
            onChange={(value) => setDotsOf(value === '' ? null : value)}
          />
          <HelpTip label={t('curve.title')}>
            <p>{t('curve.help')}</p>
          </HelpTip>
          <TableTwin
            caption={t('curve.title')}
            columns={[
              { key: 'planted', label: t('curve.planted'), numeric: true },
              { key: 'oracle', label: t('table.oracle'), numeric: true },
              ...answered.map(({ run }) => ({ key: run.id, label: run.label, numeric: true })),
            ]}
            rows={oracle.curve.map(({ x, y }, at) => ({
              key: String(x),
              planted: x,
              oracle: y,
              ...Object.fromEntries(answered.map(({ run, row }) => [run.id, row.curve[at]?.y ?? null])),
            }))}
            format={(cell) => (typeof cell === 'number' ? formatDecimal(cell, 3) : '–')}
          />
        </>
      }
    >
      <div className={styles.plot}>
        {dotted !== undefined ? (
          <TasteScatter
            label={t('curve.scatter', { model: dotted.run.label, correlation: formatDecimal(dotted.row.taste, 2) })}
            planted={tastes}
            shares={dotted.row.profiles}
            hue={modelStyle(dotted.run.request.model).hue}
          />
        ) : curves.length > 0 ? (
          <CurveChart
            testId="taste-curve"
            name={t('curve.title')}
            hint={t('curve.hint')}
            curves={curves}
            xEnd={1}
            xLabel={t('curve.planted')}
            formatX={percent}
            formatY={percent}
            crosshair={crosshair}
            nameRoom={nameRoom(curves.map(({ label }) => label))}
            describe={describe}
          />
        ) : (
          <p className={styles.waiting}>{t('curve.waiting')}</p>
        )}
      </div>
    </Card>
  );
}

const percent = (value: number) => formatPercent(value);
