import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import type { DatasetSummary } from '@/data/types';
import { protocolOf } from '@/eval/protocol';
import { useDataset } from '@/state/dataset';
import { useRuns } from '@/state/runs';
import { goTo } from '@/state/ui';
import { PreparedCsvButton } from '../saved/PreparedCsvButton';
import { BlockTitle } from './BlockTitle';
import styles from './ReadyBlock.module.css';
import { trainFirst } from './trySample';

/** The plate is born, and training is one click away. */
export function ReadyBlock({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation('data');
  const busy = useDataset((state) => state.preparing || state.importing !== null);
  const hasRuns = useRuns((state) => state.runs.some((run) => run.request.datasetKey === summary.key));
  return (
    <Card className={styles.card}>
      <h2 className={styles.title}>
        <BlockTitle state="now" number={5}>
          {t('ready.title')}
        </BlockTitle>
      </h2>
      <ProtocolBadge
        className={styles.plate}
        protocol={protocolOf(summary, { candidates: 'full', numUsersSampled: null })}
      />
      <PreparedCsvButton summary={summary} disabled={busy} />
      <Button
        variant="primary"
        iconAfter={ArrowRight}
        className={styles.train}
        data-testid="train-first"
        disabled={busy}
        onClick={() => (hasRuns ? goTo('train') : void trainFirst())}
      >
        {hasRuns ? t('ready.toTrain') : t('ready.train')}
      </Button>
    </Card>
  );
}
