/** Over-smoothing: how alike any two nodes have become, layer by layer, of this run and others of the model. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { CurveChart } from '@/components/charts/CurveChart';
import { createCrosshair } from '@/components/charts/crosshair';
import { nameRoom } from '@/components/charts/nameRoom';
import { formatCount, formatDecimal, formatList } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { Segmented } from '@/components/Segmented';
import { TableTwin } from '@/components/TableTwin';
import type { Smoothness } from '@/models/inside';
import type { Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import { MAX_COLUMNS } from '../../chosenRuns';
import { epochOf } from '../insideRuns';
import { Waiting } from '../Waiting';
import styles from './SmoothnessCard.module.css';
import { type Side, smoothnessCurves } from './smoothnessCurves';

export function SmoothnessCard({ run, runs }: { run: Run; runs: Run[] }) {
  const { t } = useTranslation('inside');
  const [side, setSide] = useState<Side>('items');
  const [crosshair] = useState(createCrosshair);
  const shown = [run, ...runs.filter(({ id }) => id !== run.id)].slice(0, MAX_COLUMNS);
  const { value, error } = useAnswer(
    (client) =>
      Promise.all(
        shown.map(async (one) => {
          const { answer } = unwrap(await client.inside(one.id, { kind: 'smoothness' }));
          return { run: one, answer: answer as Smoothness };
        }),
      ),
    [shown.map(epochOf).join()],
  );
  const measured = value?.[0]?.run.id === run.id ? value : null;
  const curves = useMemo(() => (measured === null ? [] : smoothnessCurves(measured, side)), [measured, side]);
  const describe = useMemo(
    () => (x: string, values: { label: string; value: string }[]) =>
      `${t('nearest.layer', { k: x })}: ${formatList(values.map((at) => `${at.label} ${at.value}`))}`,
    [t],
  );
  const own = measured?.[0].answer ?? null;
  const last = own?.layers.length ?? 0;
  return (
    <Card
      title={t('smoothness.title')}
      actions={
        <>
          <Segmented
            size="sm"
            label={t('smoothness.side')}
            options={[
              { value: 'items', label: t('smoothness.items') },
              { value: 'users', label: t('smoothness.users') },
            ]}
            value={side}
            onChange={setSide}
          />
          <HelpTip label={t('smoothness.title')}>
            <p>{t('smoothness.help')}</p>
            <p>{t('smoothness.beyond')}</p>
          </HelpTip>
          {measured !== null && (
            <TableTwin
              caption={t('smoothness.title')}
              columns={[
                { key: 'layer', label: t('nearest.column'), numeric: true },
                ...measured.flatMap(({ run: one }) => [
                  { key: `${one.id} items`, label: t('smoothness.column.items', { run: one.label }), numeric: true },
                  { key: `${one.id} users`, label: t('smoothness.column.users', { run: one.label }), numeric: true },
                ]),
              ]}
              rows={Array.from({ length: Math.max(...measured.map(({ answer }) => answer.layers.length)) }, (_, k) => ({
                layer: k,
                ...Object.fromEntries(
                  measured.flatMap(({ run: one, answer }) => [
                    [`${one.id} items`, answer.layers[k]?.items ?? null],
                    [`${one.id} users`, answer.layers[k]?.users ?? null],
                  ]),
                ),
              }))}
              format={(cell, column) =>
                column === 'layer' ? String(cell) : typeof cell === 'number' ? formatDecimal(cell, 4) : '–'
              }
            />
          )}
        </>
      }
    >
      {own === null ? (
        <Waiting error={error} />
      ) : (
        <>
          <p className={styles.sentence} data-testid="smoothness-sentence">
            {t('smoothness.sentence', {
              pairs: formatCount(own.numPairs),
              what: t(side === 'items' ? 'smoothness.pairs.items' : 'smoothness.pairs.users'),
              first: formatDecimal(own.layers[0][side], 2),
              own: formatDecimal(own.layers[own.numLayers][side], 2),
              k: own.numLayers,
              far: formatDecimal(own.layers[last - 1][side], 2),
              last: last - 1,
            })}
          </p>
          <div className={styles.plot}>
            <CurveChart
              testId="smoothness-chart"
              name={t('smoothness.title')}
              hint={t('smoothness.hint')}
              curves={curves}
              xEnd={last - 1}
              wholeX
              xLabel={t('smoothness.axis')}
              formatX={formatCount}
              formatY={twoDecimals}
              crosshair={crosshair}
              nameRoom={nameRoom(
                curves.map(({ label }) => label),
                true,
              )}
              describe={describe}
            />
          </div>
        </>
      )}
    </Card>
  );
}

const twoDecimals = (y: number) => formatDecimal(y, 2);
