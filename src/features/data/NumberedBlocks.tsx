import { useState } from 'react';
import type { DatasetSummary } from '@/data/types';
import { AdviceCard } from './AdviceCard';
import { CheckBlock } from './CheckBlock';
import type { Fold } from './FoldButton';
import { GetBlock } from './GetBlock';
import styles from './NumberedBlocks.module.css';
import { ReadyBlock } from './ReadyBlock';
import { RecognisedBlock } from './RecognisedBlock';
import { SplitBlock } from './SplitBlock';

/** A window as low as this (1280 x 720) has room for what there is to do, not for what is done. */
const LOW_WINDOW = '(height < 50rem)';

/**
 * Five blocks from file to plate: the left column is what was given, the right what is made of it. With the first three
 * folded to a line each, they are one row, and the rest has the whole width.
 */
export function NumberedBlocks({ summary }: { summary: DatasetSummary }) {
  const recognised = useFold();
  const check = useFold();
  return (
    <div className={styles.blocks} data-folded={(recognised.folded && check.folded) || undefined}>
      <div className={styles.given}>
        <GetBlock summary={summary} />
        <RecognisedBlock summary={summary} fold={recognised} />
        <CheckBlock summary={summary} fold={check} />
      </div>
      <div className={styles.made}>
        <SplitBlock summary={summary} />
        <AdviceCard summary={summary} />
        <div className={styles.ready}>
          <ReadyBlock summary={summary} />
        </div>
      </div>
    </div>
  );
}

function useFold(): Fold {
  const [folded, setFolded] = useState(() => matchMedia(LOW_WINDOW).matches);
  return { folded, onToggle: () => setFolded(!folded) };
}
