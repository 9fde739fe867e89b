/** The newest sweep in the queue: how far it is, Stop all, and the way to its result. */
import { Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { formatCount } from '@/components/format';
import { ModelSwatch } from '@/components/ModelSwatch';
import type { Run } from '@/state/runs';
import { hasEnded } from '@/state/runTypes';
import { stopSweep, sweepsOf } from '@/state/sweeps';
import { goTo } from '@/state/ui';
import styles from './SweepCard.module.css';
import { useParameterName } from './SweepPanel';

export function SweepCard({ runs }: { runs: readonly Run[] }) {
  const { t } = useTranslation('sweep');
  const parameterName = useParameterName();
  const [sweep] = sweepsOf(runs);
  if (!sweep) return null;
  const done = sweep.runs.filter((run) => hasEnded(run.status)).length;
  return (
    <div className={styles.card} data-testid="sweep-card">
      <ModelSwatch model={sweep.model} />
      <span className={styles.words}>
        <strong>{t('card.title', { parameter: parameterName(sweep) })}</strong>
        <span>{t('card.progress', { done: formatCount(done), count: formatCount(sweep.runs.length) })}</span>
      </span>
      {done < sweep.runs.length && (
        <Button
          variant="ghost"
          size="sm"
          icon={Square}
          onClick={() => void stopSweep(sweep.id)}
          data-testid="sweep-stop"
        >
          {t('card.stop')}
        </Button>
      )}
      <Button variant="secondary" size="sm" onClick={() => goTo('compare', 'sweeps')} data-testid="sweep-show">
        {t('card.show')}
      </Button>
    </div>
  );
}
