import { Undo2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ErrorPanel } from '@/components/ErrorPanel';
import { Tag } from '@/components/Tag';
import { defaultsFor } from '@/data/presets';
import type { DatasetSummary, PrepareSettings } from '@/data/types';
import { useDataset } from '@/state/dataset';
import { useCanUndo, usePrepareHistory } from '@/state/prepareHistory';
import { BeforeAfter } from './BeforeAfter';
import { BlockTitle } from './BlockTitle';
import { FilterFields } from './FilterFields';
import { LeakCheck } from './LeakCheck';
import { PartsBar } from './PartsBar';
import { PresetSelect } from './PresetSelect';
import styles from './SplitBlock.module.css';
import { SplitFields } from './SplitFields';
import { SplitPicture } from './SplitPicture';

/** Every change is tried at once and shows what it costs. */
export function SplitBlock({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation('data');
  const { settings, preparing, prepareError } = useDataset();
  const { change, undo, reset } = usePrepareHistory();
  const canUndo = useCanUndo();

  return (
    <UndoKey onUndo={undo}>
      <Card
        title={
          <BlockTitle state="now" number={4}>
            {t('split.title')}
          </BlockTitle>
        }
        subtitle={preparing && <Tag tone="neutral">{t('split.updating')}</Tag>}
        actions={
          <div className={styles.actions}>
            <PresetSelect settings={settings} splits={summary.splits} onChange={change} />
            <Button
              variant="ghost"
              size="sm"
              icon={Undo2}
              title={t('split.undoTitle')}
              disabled={!canUndo}
              data-testid="prepare-undo"
              onClick={undo}
            >
              {t('split.undo')}
            </Button>
            <Button
              variant="ghost"
              size="sm"
              title={t('split.resetTitle')}
              disabled={isSame(settings, defaultsFor(summary))}
              data-testid="prepare-reset"
              onClick={reset}
            >
              {t('split.reset')}
            </Button>
          </div>
        }
      >
        <div className={styles.top}>
          <FilterFields summary={summary} settings={settings} onChange={change} />
          <BeforeAfter summary={summary} />
        </div>
        {prepareError && <ErrorPanel error={prepareError} note={t('split.keeps')} data-testid="prepare-error" />}
        <div className={styles.split}>
          <SplitFields summary={summary} settings={settings} onChange={change} />
          <PartsBar parts={summary.parts} setAside={summary.setAside} />
        </div>
        <SplitPicture summary={summary} />
        <LeakCheck summary={summary} />
      </Card>
    </UndoKey>
  );
}

function isSame(a: PrepareSettings, b: PrepareSettings): boolean {
  return (Object.keys(b) as (keyof PrepareSettings)[]).every((name) => a[name] === b[name]);
}

/** Ctrl+Z or Cmd+Z anywhere inside; a field that is being typed in keeps it for its own text. */
function UndoKey({ onUndo, children }: { onUndo: () => void; children: ReactNode }) {
  const block = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      if (event.target instanceof HTMLElement && event.target.dataset.draft !== undefined) return;
      event.preventDefault();
      onUndo();
    };
    const element = block.current;
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, [onUndo]);
  return (
    <div ref={block} className={styles.block} data-testid="split-block">
      {children}
    </div>
  );
}
