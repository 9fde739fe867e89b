import { ChevronDown, ChevronUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { formatBytes, formatDuration } from '@/components/format';
import type { DatasetSummary } from '@/data/types';
import { useDataset } from '@/state/dataset';
import { useSaved } from '@/state/saved';
import { BlockTitle } from './BlockTitle';
import { FileButton } from './FileButton';
import styles from './GetBlock.module.css';
import { MovieLensDialog } from './MovieLensDialog';
import { PasteButton } from './PasteButton';

/** Where the data came from, folded to a line; and the ways to other data. */
export function GetBlock({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation('data');
  const { fileBytes, readMs, importing, loadSample } = useDataset();
  const [movieLensOpen, setMovieLensOpen] = useState(false);
  const [open, setOpen] = useState(false);
  const busy = importing !== null;
  const buttons = { variant: 'secondary', size: 'sm', icon: undefined, disabled: busy } as const;
  return (
    <Card
      title={
        <BlockTitle state="done" number={1}>
          {t('get.title')}
        </BlockTitle>
      }
      subtitle={
        <span className={styles.from}>
          {summary.synthetic
            ? t('get.sample')
            : [
                summary.fileName,
                ...(fileBytes === null ? [] : [formatBytes(fileBytes)]),
                ...(readMs === null ? [] : [t('get.readIn', { time: formatDuration(readMs) })]),
              ].join(' · ')}
        </span>
      }
      actions={
        <Button
          variant="ghost"
          size="sm"
          iconAfter={open ? ChevronUp : ChevronDown}
          aria-expanded={open}
          disabled={busy}
          data-testid="get-replace"
          onClick={() => setOpen(!open)}
        >
          {t('get.replace')}
        </Button>
      }
    >
      {open && (
        <div className={styles.ways}>
          <FileButton {...buttons}>{t('first.choose')}</FileButton>
          <FileButton {...buttons} folder>
            {t('get.folder')}
          </FileButton>
          <PasteButton {...buttons}>{t('get.paste')}</PasteButton>
          {!summary.synthetic && (
            <Button {...buttons} onClick={() => void loadSample()}>
              {t('get.useSample')}
            </Button>
          )}
          <Button {...buttons} onClick={() => useSaved.getState().setOpen(true)} data-testid="open-saved-list">
            {t('get.saved')}
          </Button>
          <Button {...buttons} onClick={() => setMovieLensOpen(true)}>
            {t('first.movielens')}
          </Button>
        </div>
      )}
      <MovieLensDialog open={movieLensOpen} onClose={() => setMovieLensOpen(false)} />
    </Card>
  );
}
