import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { formatBytes, formatCount } from '@/components/format';
import { IconButton } from '@/components/IconButton';
import { ModelSwatch } from '@/components/ModelSwatch';
import { Tag } from '@/components/Tag';
import { useDatasetName } from '@/components/useDatasetName';
import { modelSpec } from '@/models/catalog';
import { useDataset } from '@/state/dataset';
import { useSaved } from '@/state/saved';
import type { SavedList, SavedRunLine } from '@/worker/protocolStore';
import { Confirm } from './Confirm';
import { formatMoment } from './formatMoment';
import styles from './SavedGroup.module.css';

/** One data set with the runs on it. */
export function SavedGroup({ group: { dataset, runs } }: { group: SavedList['groups'][number] }) {
  const { t } = useTranslation('saved');
  const { openDataset, deleteDataset, setOpen } = useSaved();
  const inUse = useDataset(({ summary }) => summary?.key === dataset.summary.key);
  const busy = useDataset((state) => state.importing !== null);
  const name = useDatasetName(dataset.summary);
  const [asking, setAsking] = useState(false);
  const { after } = dataset.summary;
  return (
    <section className={styles.group} aria-label={name} data-testid="saved-dataset">
      <header className={styles.head}>
        <div className={styles.words}>
          <h3 className={styles.name}>{name}</h3>
          <p className={styles.note}>
            {t('list.counts', {
              users: formatCount(after.users),
              items: formatCount(after.items),
              interactions: formatCount(after.interactions),
            })}
          </p>
        </div>
        <span className={styles.number}>
          {dataset.sizeBytes > 0 ? formatBytes(dataset.sizeBytes) : t('list.rebuilt')}
        </span>
        <span className={styles.moment}>{formatMoment(dataset.usedAt)}</span>
        {inUse ? (
          <Tag tone="ok">{t('list.inUse')}</Tag>
        ) : (
          <Button
            variant="secondary"
            size="sm"
            disabled={busy}
            data-testid="open-saved"
            onClick={() => {
              setOpen(false);
              void openDataset(dataset);
            }}
          >
            {t('list.use')}
          </Button>
        )}
        <IconButton
          size="sm"
          icon={Trash2}
          label={t('list.delete', { name })}
          data-testid="delete-dataset"
          onClick={() => setAsking(true)}
        />
      </header>
      {asking && (
        <Confirm
          question={t('confirm.dataset', { name, count: runs.length })}
          note={t('confirm.stays')}
          onConfirm={() => void deleteDataset(dataset.id)}
          onClose={() => setAsking(false)}
        />
      )}
      {runs.length === 0 ? (
        <p className={styles.none}>{t('list.noModels')}</p>
      ) : (
        <ul className={styles.runs}>
          {runs.map((run) => (
            <SavedRunRow key={run.id} run={run} />
          ))}
        </ul>
      )}
    </section>
  );
}

function SavedRunRow({ run }: { run: SavedRunLine }) {
  const { t } = useTranslation('saved');
  const deleteRun = useSaved((state) => state.deleteRun);
  const [asking, setAsking] = useState(false);
  return (
    <li data-testid="saved-run" data-run-id={run.id} data-status={run.status}>
      <div className={styles.run}>
        <ModelSwatch model={run.model} />
        <span className={styles.label}>{run.label}</span>
        <span className={styles.note}>
          {stateOf(run, t as (key: string, values?: object) => string)}
          {run.fromFile && ` · ${t('list.fromFile', { file: run.fromFile })}`}
        </span>
        <span className={styles.number}>{run.sizeBytes > 0 && formatBytes(run.sizeBytes)}</span>
        <span className={styles.moment}>{formatMoment(run.savedAt)}</span>
        <IconButton
          size="sm"
          icon={Trash2}
          label={t('list.delete', { name: run.label })}
          data-testid="delete-run"
          onClick={() => setAsking(true)}
        />
      </div>
      {asking && (
        <Confirm
          question={t('confirm.run', { name: run.label })}
          note={t('confirm.stays')}
          onConfirm={() => void deleteRun(run.id)}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}

function stateOf(run: SavedRunLine, t: (key: string, values?: object) => string): string {
  if (!modelSpec(run.model).neural) return t('list.baseline');
  if (run.status === 'finished') return t('list.finished', { count: run.epochs });
  return t(run.status === 'elsewhere' ? 'list.elsewhere' : 'list.unfinished', { epochs: run.epochs });
}
