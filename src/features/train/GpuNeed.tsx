/** What a run would take on the GPU; and where that is too much, what to make smaller. */
import { useTranslation } from 'react-i18next';
import { formatBytes } from '@/components/format';
import type { ModelId } from '@/models/types';
import styles from './GpuNeed.module.css';
import type { RunCost } from './useRunCost';

export function GpuNeed({ need, model }: { need: RunCost; model: ModelId }) {
  const { t } = useTranslation('train');
  const { largest, limitBytes, fits } = need;
  const values = {
    size: formatBytes(need.totalBytes),
    largest: formatBytes(largest.bytes),
    limit: formatBytes(limitBytes ?? 0),
  };
  return (
    <>
      <p className={styles.need} data-testid="draft-gpu">
        {t(limitBytes === null ? 'draft.gpu' : 'draft.gpuOf', values)}
        {need.dispatches === null && <> {t('draft.opByOp')}</>}
      </p>
      {!fits && (
        <p className={styles.problem} role="status" data-testid="draft-too-large">
          {t('draft.tooLarge')}{' '}
          {t(`draft.smaller.${largest.use}`, { ...values, context: model === 'sasrec' ? model : undefined })}
        </p>
      )}
    </>
  );
}
