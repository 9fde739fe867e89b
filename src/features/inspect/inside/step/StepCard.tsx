/** What one training step does to a film's score: on a copy of the parameters, with the numbers of the run. */
import { Dices, Play, RotateCcw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { CurveChart } from '@/components/charts/CurveChart';
import { createCrosshair } from '@/components/charts/crosshair';
import type { Curve } from '@/components/charts/types';
import { formatCount, formatDecimal, formatList, formatParameter, formatSigned } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { Segmented } from '@/components/Segmented';
import { TableTwin } from '@/components/TableTwin';
import type { Item } from '@/data/types';
import type { Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import type { StepQuestion, StepTrial } from '@/train/oneStep/types';
import type { UserHistory } from '@/worker/protocol';
import { formatPart, formatSignedPart } from '../../why/formatPart';
import { epochOf } from '../insideRuns';
import { Waiting } from '../Waiting';
import { AdamPart } from './AdamPart';
import { GradientPart } from './GradientPart';
import styles from './StepCard.module.css';

export interface StepCardProps {
  run: Run;
  user: UserHistory;
  items: Item[];
}

const MOST_STEPS = 20;

export function StepCard({ run, user, items }: StepCardProps) {
  const { t } = useTranslation('step');
  const [draw, setDraw] = useState(0);
  const [taken, setTaken] = useState(0);
  const [moments, setMoments] = useState<StepQuestion['moments']>('zero');
  // Another user, another element: what was taken belongs to the one before.
  const [asked, setAsked] = useState({ runId: run.id, user: user.userIndex });
  if (asked.runId !== run.id || asked.user !== user.userIndex) {
    setAsked({ runId: run.id, user: user.userIndex });
    setTaken(0);
  }
  const question: StepQuestion = { userIndex: user.userIndex, draw, steps: Math.max(1, taken), moments };
  const { value, error, asking } = useAnswer(
    async (client) => ({ runId: run.id, question, trial: unwrap(await client.tryStep(run.id, question)) }),
    [epochOf(run), JSON.stringify(question)],
  );
  const isOwn = value?.runId === run.id && value.trial.userIndex === user.userIndex && value.question.draw === draw;
  const trial = isOwn ? value.trial : null;
  // While the next answer is on its way, what is shown is what there is an answer for.
  const shown = trial === null ? 0 : Math.min(taken, trial.moments.length - 1);

  return (
    <Card
      title={t('title')}
      subtitle={t('subtitle')}
      actions={
        <>
          <HelpTip label={t('title')}>
            <p>{t('help')}</p>
            <p>
              {t(
                `loss.${run.request.model === 'sasrec' ? sasrecLoss(run) : (run.request.model as 'neumf' | 'lightgcn')}`,
              )}
            </p>
          </HelpTip>
          {trial !== null && <TraceTable trial={trial} shown={shown} />}
        </>
      }
    >
      <div className={styles.controls}>
        <Button
          variant="primary"
          icon={Play}
          disabled={trial === null || taken >= MOST_STEPS}
          onClick={() => setTaken(taken + 1)}
          data-testid="step-take"
        >
          {t(taken === 0 ? 'take' : 'another')}
        </Button>
        <Button
          variant="secondary"
          icon={RotateCcw}
          disabled={taken === 0}
          onClick={() => setTaken(0)}
          data-testid="step-reset"
        >
          {t('reset')}
        </Button>
        <Button
          variant="secondary"
          icon={Dices}
          onClick={() => {
            setDraw(draw + 1);
            setTaken(0);
          }}
          data-testid="step-draw"
        >
          {t('draw')}
        </Button>
        {trial !== null && trial.runMoments !== null && trial.runMoments > 0 && (
          <Segmented
            label={t('moments.label')}
            options={[
              { value: 'zero', label: t('moments.zero') },
              { value: 'run', label: t('moments.run', { steps: formatCount(trial.runMoments) }) },
            ]}
            value={moments}
            onChange={setMoments}
          />
        )}
        <span
          className={styles.muted}
          role="status"
          data-testid="step-count"
          data-answered={!asking}
          data-steps={shown}
        >
          {t('taken', { count: taken, rate: formatParameter(trial?.adam.learningRate ?? 0) })}
        </span>
      </div>
      {trial === null ? (
        <Waiting error={error} />
      ) : (
        <div className={styles.parts} data-asking={asking}>
          <ElementPart trial={trial} shown={shown} user={user} items={items} run={run} />
          <GradientPart trial={trial} run={run} />
          <AdamPart trial={trial} items={items} />
        </div>
      )}
    </Card>
  );
}

const sasrecLoss = (run: Run) => run.request.config.loss as 'softmax' | 'sampled' | 'bce';

interface ElementPartProps {
  trial: StepTrial;
  shown: number;
  user: UserHistory;
  items: Item[];
  run: Run;
}

/** The element, and how its scores move. */
function ElementPart({ trial, shown, user, items, run }: ElementPartProps) {
  const { t } = useTranslation('step');
  const [crosshair] = useState(createCrosshair);
  const [positive, negative] = [items[trial.positive].title, items[trial.negative].title];
  const [before, after] = [trial.moments[0], trial.moments[shown]];
  const last = trial.history[trial.history.length - 1];
  const rows = [
    { key: 'positive', label: positive, before: before.positive, after: after.positive },
    { key: 'negative', label: negative, before: before.negative, after: after.negative },
    { key: 'loss', label: t('lossName'), before: before.loss, after: after.loss },
  ] as const;
  const { model } = run.request;
  const curves = useMemo<Curve[]>(
    () =>
      (['positive', 'negative'] as const).map((which, shade) => ({
        id: which,
        label: t(`curve.${which}`),
        model,
        shade: 2 * shade,
        points: trial.moments.slice(0, shown + 1).map((moment, x) => ({ x, y: moment[which] })),
        faint: [],
        best: null,
      })),
    [trial, shown, model, t],
  );
  const describe = useMemo(
    () => (x: string, values: { label: string; value: string }[]) =>
      `${t('afterStep', { step: x })}: ${formatList(values.map((at) => `${at.label} ${at.value}`))}`,
    [t],
  );
  return (
    <section className={styles.part} aria-label={t('element.title')}>
      <h3 className={styles.heading}>{t('element.title')}</h3>
      <p data-testid="step-element" data-positive={trial.positive} data-negative={trial.negative}>
        {last === undefined
          ? t('element.pair', { id: user.userId, positive })
          : t('element.sequence', {
              id: user.userId,
              positive,
              last: items[last].title,
              count: trial.history.length,
            })}{' '}
        {t(`element.${trial.negativeIs}`, { negative })}
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('score')}</th>
            <th scope="col">{t('before')}</th>
            <th scope="col">{t('after', { count: shown })}</th>
            <th scope="col">{t('change')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, before: from, after: to }) => (
            <tr key={key} data-testid={`step-${key}`} data-before={from} data-after={to}>
              <th scope="row" title={label}>
                {label}
              </th>
              <td>{formatPart(from)}</td>
              <td>{shown === 0 ? '–' : formatPart(to)}</td>
              <td>{shown === 0 ? '–' : formatSignedPart(to - from)}</td>
            </tr>
          ))}
          <tr data-testid="step-rank">
            <th scope="row">{t('rank')}</th>
            <td>{formatCount(before.rank)}</td>
            <td>{shown === 0 ? '–' : formatCount(after.rank)}</td>
            <td>{shown === 0 ? '–' : formatSigned(after.rank - before.rank, 0)}</td>
          </tr>
        </tbody>
      </table>
      {shown > 0 && (
        <div className={styles.plot}>
          <CurveChart
            testId="step-chart"
            compact
            name={t('curve.name')}
            hint={t('curve.hint')}
            curves={curves}
            xEnd={Math.max(1, shown)}
            wholeX
            formatX={formatCount}
            formatY={twoDecimals}
            crosshair={crosshair}
            nameRoom={110}
            describe={describe}
          />
        </div>
      )}
    </section>
  );
}

const twoDecimals = (y: number) => formatDecimal(y, 2);

function TraceTable({ trial, shown }: { trial: StepTrial; shown: number }) {
  const { t } = useTranslation('step');
  return (
    <TableTwin
      caption={t('curve.name')}
      columns={[
        { key: 'step', label: t('columns.step'), numeric: true },
        { key: 'positive', label: t('curve.positive'), numeric: true },
        { key: 'negative', label: t('curve.negative'), numeric: true },
        { key: 'loss', label: t('lossName'), numeric: true },
        { key: 'rank', label: t('columns.rank'), numeric: true },
      ]}
      rows={trial.moments.slice(0, shown + 1).map((moment, step) => ({ step, ...moment }))}
      format={(cell, column) =>
        column === 'step' || column === 'rank' ? String(cell) : formatDecimal(Number(cell), 5)
      }
    />
  );
}
