import type { DatasetSummary } from '@/data/types';
import { CheckBlock } from './CheckBlock';
import { GetBlock } from './GetBlock';
import styles from './NumberedBlocks.module.css';
import { ReadyBlock } from './ReadyBlock';
import { RecognisedBlock } from './RecognisedBlock';
import { SplitBlock } from './SplitBlock';

/** Five blocks from file to plate: the left column is what was given, the right what is made of it. */
export function NumberedBlocks({ summary }: { summary: DatasetSummary }) {
  return (
    <div className={styles.blocks}>
      <div className={styles.column}>
        <GetBlock summary={summary} />
        <RecognisedBlock summary={summary} />
        <CheckBlock summary={summary} />
      </div>
      <div className={styles.column}>
        <SplitBlock summary={summary} />
        <ReadyBlock summary={summary} />
      </div>
    </div>
  );
}
