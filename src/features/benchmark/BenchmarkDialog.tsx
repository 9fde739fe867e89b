/** Times the engine's steps beside stock tfjs on this device, and says what the device could do at most. */
import { Copy, Play, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { ErrorPanel } from '@/components/ErrorPanel';
import { formatBytes, formatCompact, formatCount, formatDecimal, formatPercent } from '@/components/format';
import { ModelSwatch } from '@/components/ModelSwatch';
import { ProgressBar } from '@/components/ProgressBar';
import { Toggle } from '@/components/Toggle';
import { useCopy } from '@/components/useCopy';
import { modelSpec } from '@/models/catalog';
import type { NeuralModelId } from '@/models/types';
import { useDevice } from '@/state/device';
import { useRuns } from '@/state/runs';
import { isWorking } from '@/state/runTypes';
import { adapterName } from '../device/adapterName';
import styles from './BenchmarkDialog.module.css';
import { reportMarkdown, reportRows } from './reportTable';
import { useBenchmark } from './useBenchmark';

const MODELS: readonly NeuralModelId[] = ['neumf', 'lightgcn', 'sasrec'];

export default function BenchmarkDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('benchmark');
  const software = useDevice((state) => state.info?.software === true);
  const isTraining = useRuns((state) => state.runs.some((run) => isWorking(run.status)));
  const [models, setModels] = useState<readonly NeuralModelId[]>(software ? MODELS.slice(0, 1) : MODELS);
  const { stage, done, total, report, error, start, cancel } = useBenchmark();
  const { copied, copy } = useCopy();
  const isRunning = stage !== null;
  const name = (model: string) => modelSpec(model as NeuralModelId).name;
  const toggle = (model: NeuralModelId, on: boolean) =>
    setModels(MODELS.filter((other) => (other === model ? on : models.includes(other))));

  return (
    <Dialog title={t('title')} open size="xl" onClose={onClose}>
      <p className={styles.intro}>{t('intro')}</p>
      {software && <p className={styles.intro}>{t('software')}</p>}
      <div className={styles.bar}>
        {MODELS.map((model) => (
          <Toggle
            key={model}
            label={name(model)}
            checked={models.includes(model)}
            disabled={isRunning}
            onChange={(on) => toggle(model, on)}
          />
        ))}
        <span className={styles.spring} />
        {report && !isRunning && (
          <Button
            variant="secondary"
            icon={Copy}
            onClick={() => copy(reportMarkdown(report, name, navigator.userAgent))}
            data-testid="copy-benchmark"
          >
            {copied ? t('copied') : t('copy')}
          </Button>
        )}
        {isRunning ? (
          <Button variant="secondary" icon={Square} onClick={cancel} data-testid="cancel-benchmark">
            {t('cancel')}
          </Button>
        ) : (
          <Button
            variant="primary"
            icon={Play}
            disabled={models.length === 0 || isTraining}
            title={isTraining ? t('training') : undefined}
            onClick={() => start({ models: [...models], software })}
            data-testid="start-benchmark"
            data-autofocus
          >
            {t(report ? 'again' : 'start')}
          </Button>
        )}
      </div>
      {isTraining && <p className={styles.note}>{t('training')}</p>}
      {stage !== null && (
        <div className={styles.progress} aria-live="polite" data-testid="benchmark-stage">
          <span>{t(`stage.${stage.what}`, { model: stage.model && name(stage.model) })}</span>
          <ProgressBar value={Math.max(0, done - 1) / total} label={t('progress')} />
        </div>
      )}
      {error !== null && <ErrorPanel error={error} />}
      {report !== null && (
        <>
          <p className={styles.rates} data-testid="benchmark-rates">
            {t('rates', {
              adapter: adapterName(report.device),
              gigaflops: formatCompact(report.peakGigaflops),
              gigabytes: formatCompact(report.gigabytesPerSecond),
            })}
          </p>
          <table className={styles.table} data-testid="benchmark-table">
            <thead>
              <tr>
                <th scope="col">{t('column.step')}</th>
                <th scope="col">{t('column.ours')}</th>
                <th scope="col">{t('column.stock')}</th>
                <th scope="col">{t('column.speedup')}</th>
                <th scope="col">{t('column.js')}</th>
                <th scope="col">{t('column.dispatches')}</th>
                <th scope="col">{t('column.memory')}</th>
                <th scope="col">{t('column.bound')}</th>
              </tr>
            </thead>
            <tbody>
              {reportRows(report).map(({ task, ours, stock, error, speedup, fractionOfBound }) => (
                <tr key={task.model} data-model={task.model}>
                  <th scope="row">
                    <ModelSwatch model={task.model} /> {name(task.model)}
                    <span className={styles.sizes}>
                      {t('sizes', { users: formatCompact(task.numUsers), items: formatCompact(task.numItems) })}
                    </span>
                    {error !== null && <span className={styles.failed}>{t('failed', { reason: error })}</span>}
                  </th>
                  <td>{ours ? t('ms', { ms: short(ours.ms) }) : '–'}</td>
                  <td>{stock ? t('ms', { ms: short(stock.ms) }) : '–'}</td>
                  <td data-column="speedup">{speedup === null ? '–' : t('times', { times: short(speedup) })}</td>
                  <td>{ours ? t('msOf', { ours: short(ours.jsMs), stock: stock ? short(stock.jsMs) : '–' }) : '–'}</td>
                  <td>{t('countOf', { ours: ours?.dispatches ?? '–', stock: stock?.dispatches ?? '–' })}</td>
                  <td>{ours && ours.gpuBytes !== null ? formatBytes(ours.gpuBytes) : '–'}</td>
                  <td>{fractionOfBound === null ? '–' : formatPercent(fractionOfBound)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={styles.note}>{t('explain')}</p>
        </>
      )}
    </Dialog>
  );
}

/** Three digits that matter. */
function short(value: number): string {
  if (value >= 100) return formatCount(value);
  return formatDecimal(value, value >= 10 ? 1 : value >= 1 ? 2 : 3);
}
