/** Data: get, recognise, check, filter and split, ready. The only place that can be empty. */
import { lazy, Suspense, useEffect } from 'react';
import { Spinner } from '@/components/Spinner';
import { useDataset } from '@/state/dataset';
import { CancelledNote } from './CancelledNote';
import styles from './DataPlace.module.css';
import { FirstOpen } from './FirstOpen';
import { ImportErrorCard } from './ImportErrorCard';
import { ImportingCard } from './ImportingCard';
import { usePaste } from './usePaste';

// The first screen needs none of these; they are fetched when there is something to read, before it is read.
const importBlocks = () => import('./NumberedBlocks');
const importProblems = () => import('./ProblemsScreen');
const importMapping = () => import('./MappingDialog');
const NumberedBlocks = lazy(() => importBlocks().then((module) => ({ default: module.NumberedBlocks })));
const ProblemsScreen = lazy(() => importProblems().then((module) => ({ default: module.ProblemsScreen })));
const MappingDialog = lazy(() => importMapping().then((module) => ({ default: module.MappingDialog })));

export default function DataPlace() {
  const summary = useDataset((state) => state.summary);
  const importing = useDataset((state) => state.importing);
  const waiting = useDataset((state) => state.waiting);
  const importError = useDataset((state) => state.importError);
  const cancelled = useDataset((state) => state.cancelled);
  usePaste();
  const isReading = importing !== null;
  useEffect(() => {
    // What fails here is tried again, and reported, when it is drawn.
    if (isReading) Promise.all([importBlocks(), importProblems(), importMapping()]).catch(() => {});
  }, [isReading]);
  return (
    <div className={styles.place}>
      {importing && summary && <ImportingCard importing={importing} />}
      {importError && <ImportErrorCard importError={importError} />}
      {cancelled !== null && <CancelledNote fileName={cancelled} />}
      <Suspense
        fallback={
          <div className={styles.waiting}>
            <Spinner />
          </div>
        }
      >
        {waiting?.step === 'problems' ? (
          <ProblemsScreen problems={waiting} />
        ) : summary ? (
          <NumberedBlocks summary={summary} />
        ) : (
          <FirstOpen />
        )}
      </Suspense>
      <Suspense>{waiting?.step === 'map' && <MappingDialog waiting={waiting} />}</Suspense>
    </div>
  );
}
