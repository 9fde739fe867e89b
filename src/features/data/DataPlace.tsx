/** Data: get, recognise, check, filter and split, ready. The only place that can be empty. */
import { useDataset } from '@/state/dataset';
import { CancelledNote } from './CancelledNote';
import styles from './DataPlace.module.css';
import { FirstOpen } from './FirstOpen';
import { ImportErrorCard } from './ImportErrorCard';
import { ImportingCard } from './ImportingCard';
import { MappingDialog } from './MappingDialog';
import { NumberedBlocks } from './NumberedBlocks';
import { ProblemsScreen } from './ProblemsScreen';
import { usePaste } from './usePaste';

export default function DataPlace() {
  const summary = useDataset((state) => state.summary);
  const importing = useDataset((state) => state.importing);
  const waiting = useDataset((state) => state.waiting);
  const importError = useDataset((state) => state.importError);
  const cancelled = useDataset((state) => state.cancelled);
  usePaste();
  return (
    <div className={styles.place}>
      {importing && summary && <ImportingCard importing={importing} />}
      {importError && <ImportErrorCard importError={importError} />}
      {cancelled !== null && <CancelledNote fileName={cancelled} />}
      {waiting?.step === 'problems' ? (
        <ProblemsScreen problems={waiting} />
      ) : summary ? (
        <NumberedBlocks summary={summary} />
      ) : (
        <FirstOpen />
      )}
      {waiting?.step === 'map' && <MappingDialog waiting={waiting} />}
    </div>
  );
}
