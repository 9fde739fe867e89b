/** The first view: curves, the table of the protocol in use, and what was measured in another way, kept apart. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Toggle } from '@/components/Toggle';
import type { MetricKey } from '@/eval/types';
import { FLOOR } from '@/models/catalog';
import type { Measurements } from '@/state/measurements';
import type { Run } from '@/state/runTypes';
import { useVerdicts } from '@/state/verdicts';
import { ApartCard } from './ApartCard';
import { CompareCharts } from './CompareCharts';
import { GainsCard } from './GainsCard';
import { groupProtocol, mixGroups, type ProtocolGroup } from './groups';
import { RunsTable } from './RunsTable';
import styles from './RunsView.module.css';
import { VerdictStrip } from './verdicts/VerdictStrip';

export interface RunsViewProps {
  first: ProtocolGroup;
  others: ProtocolGroup[];
  /** told the key of the group that is to be shown instead */
  onShow: (key: string) => void;
  metric: MetricKey;
  baseline: Run | null;
  measurements: Measurements;
}

export function RunsView({ first, others, onShow, metric, baseline, measurements }: RunsViewProps) {
  const { t } = useTranslation('compare');
  const [onlyChanges, setOnlyChanges] = useState(true);
  const [mixedKeys, setMixedKeys] = useState<ReadonlySet<string>>(new Set());
  const mixed = others.filter(({ key }) => mixedKeys.has(key));
  const compared = first.runs.filter((run) => run.finished !== null && run.request.model !== FLOOR && !run.hidden);
  const verdicts = useVerdicts(baseline, compared, measurements.of, metric);
  const numNeural = first.runs.filter((run) => run.neural).length;
  const setMixed = (key: string, isMixed: boolean) =>
    setMixedKeys((before) => new Set(isMixed ? [...before, key] : [...before].filter((other) => other !== key)));

  return (
    <div className={styles.view}>
      <VerdictStrip
        compared={compared}
        baseline={baseline}
        measured={measurements.of}
        verdicts={verdicts}
        failure={measurements.error}
        metric={metric}
      />
      <CompareCharts runs={first.runs} metric={metric} />
      <RunsTable
        group={mixed.length > 0 ? mixGroups(first, mixed) : first}
        metric={metric}
        baseline={baseline}
        verdicts={verdicts.value}
        onlyChanges={onlyChanges}
        controls={
          <>
            <Toggle label={t('bar.onlyChanges')} checked={onlyChanges} onChange={setOnlyChanges} />
            {measurements.waiting > 0 && (
              <span className={styles.hint} role="status">
                {t('measuring', { count: measurements.waiting })}
              </span>
            )}
            {numNeural < 2 && <span className={styles.hint}>{t(numNeural === 0 ? 'bar.noRun' : 'bar.oneRun')}</span>}
          </>
        }
      />
      <GainsCard runs={first.runs} baseline={baseline} measured={measurements.of} metric={metric} />
      {others.map((group) => (
        <ApartCard
          key={group.key}
          group={group}
          main={groupProtocol(first)}
          metric={metric}
          onShow={() => onShow(group.key)}
          mixed={mixedKeys.has(group.key)}
          onMix={(isMixed) => setMixed(group.key, isMixed)}
        />
      ))}
    </div>
  );
}
