/** The loss of all runs: validation bold, training faint. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { CurveChart } from '@/components/charts/CurveChart';
import type { Crosshair } from '@/components/charts/crosshair';
import { formatDecimal, formatList } from '@/components/format';
import { TableTwin } from '@/components/TableTwin';
import { Tag } from '@/components/Tag';
import type { Run } from '@/state/runTypes';
import styles from './CurvesPanel.module.css';
import { lossCurves, needsRatio, type XAxisKind } from './curves';
import { curveTable } from './curveTable';

export interface ChartCardProps {
  runs: Run[];
  axis: XAxisKind;
  crosshair: Crosshair;
  formatX: (x: number) => string;
  /** where the crosshair stands, for the live region */
  sayX: (x: string) => string;
  /** how far the x axis reaches at least */
  end: number;
  /** pixels for names at the right */
  nameRoom: number;
}

export function LossCard({ runs, axis, crosshair, formatX, sayX, end, nameRoom }: ChartCardProps) {
  const { t } = useTranslation('train');
  const ratio = needsRatio(runs);
  const curves = useMemo(() => lossCurves(runs, axis, ratio), [runs, axis, ratio]);
  const decimals = ratio ? 2 : 3;
  const formatY = useMemo(() => (y: number) => formatDecimal(y, decimals), [decimals]);
  const describe = useMemo(
    () => (x: string, values: { label: string; value: string }[]) =>
      `${sayX(x)}: ${formatList(values.map(({ label, value }) => `${label} ${value}`))}`,
    [sayX],
  );
  const table = curveTable(
    curves,
    { key: 'x', label: t(`axis.${axis}`) },
    { main: t('loss.valid'), faint: t('loss.train') },
  );
  return (
    <Card
      className={styles.loss}
      title={t('loss.title')}
      subtitle={ratio ? t('loss.ratio') : undefined}
      actions={
        <>
          <Tag tone="neutral">{t('loss.lines')}</Tag>
          <TableTwin caption={t('loss.title')} {...table} />
        </>
      }
    >
      {curves.length === 0 ? (
        <p className={styles.waiting}>{t('loss.waiting')}</p>
      ) : (
        <div className={styles.plot}>
          <CurveChart
            testId="loss-chart"
            name={t('loss.title')}
            hint={t('chartHint')}
            curves={curves}
            xEnd={end}
            wholeX={axis === 'epoch'}
            formatX={formatX}
            formatY={formatY}
            crosshair={crosshair}
            nameRoom={nameRoom}
            describe={describe}
          />
        </div>
      )}
    </Card>
  );
}
