/** How large the gradient of each parameter tensor is, and how much of it the element reaches. */
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { modelStyle } from '@/components/modelStyle';
import { TableTwin } from '@/components/TableTwin';
import type { Run } from '@/state/runTypes';
import type { StepTrial, TensorStep } from '@/train/oneStep/types';
import { PartBars } from '../../why/PartBars';
import { formatSmall } from './formatSmall';
import styles from './StepCard.module.css';

/** SASRec has dozens of tensors. */
const SHOWN = 9;

export function GradientPart({ trial, run }: { trial: StepTrial; run: Run }) {
  const { t } = useTranslation('step');
  const reached = ({ touched, total, shape }: TensorStep) =>
    t(shape.length === 2 && shape[1] > 1 ? 'gradient.rows' : 'gradient.numbers', {
      count: total,
      touched: formatCount(touched),
      total: formatCount(total),
    });
  return (
    <section className={styles.part} aria-label={t('gradient.title')}>
      <h3 className={styles.heading}>
        {t('gradient.title')}
        <HelpTip label={t('gradient.title')}>
          <p>{t('gradient.help')}</p>
        </HelpTip>
        <TableTwin
          caption={t('gradient.title')}
          columns={[
            { key: 'name', label: t('columns.tensor') },
            { key: 'shape', label: t('columns.shape') },
            { key: 'touched', label: t('columns.touched'), numeric: true },
            { key: 'gradient', label: t('columns.gradient'), numeric: true },
            { key: 'change', label: t('columns.change'), numeric: true },
          ]}
          rows={trial.tensors.map((tensor) => ({
            name: tensor.name,
            shape: tensor.shape.join(' × '),
            touched: tensor.touched,
            gradient: tensor.gradientNorm,
            change: tensor.changeNorm,
          }))}
          format={(cell, column) =>
            typeof cell === 'number' && column !== 'touched' ? formatSmall(cell) : String(cell)
          }
        />
      </h3>
      <PartBars
        label={t('gradient.title')}
        hue={modelStyle(run.request.model).hue}
        bars={trial.tensors.slice(0, SHOWN).map((tensor) => ({
          key: tensor.name,
          label: (
            <>
              <code>{tensor.name}</code>
              <span className={styles.about}>{reached(tensor)}</span>
            </>
          ),
          value: tensor.gradientNorm,
        }))}
        format={formatSmall}
      />
      {trial.tensors.length > SHOWN && (
        <p className={styles.muted}>
          {t('gradient.more', { count: trial.tensors.length - SHOWN, number: trial.tensors.length - SHOWN })}
        </p>
      )}
    </section>
  );
}
