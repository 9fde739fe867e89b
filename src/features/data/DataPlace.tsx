/** Data: get, recognise, check, filter and split, ready. The only place that can be empty. */
import { useDataset } from '@/state/dataset';
import styles from './DataPlace.module.css';
import { FirstOpen } from './FirstOpen';
import { ImportErrorCard } from './ImportErrorCard';
import { ImportingCard } from './ImportingCard';
import { NumberedBlocks } from './NumberedBlocks';

export default function DataPlace() {
  const summary = useDataset((state) => state.summary);
  const importing = useDataset((state) => state.importing);
  const importError = useDataset((state) => state.importError);
  return (
    <div className={styles.place}>
      {importing && summary && <ImportingCard importing={importing} />}
      {importError && <ImportErrorCard importError={importError} />}
      {summary ? <NumberedBlocks summary={summary} /> : <FirstOpen />}
    </div>
  );
}
