import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importSource, sourceOfDrop } from '@/features/data/importSource';
import { useDataset } from '@/state/dataset';
import styles from './DropOverlay.module.css';

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** The whole window takes a dropped file; while one hovers, the page dims and one outline appears. */
export function DropOverlay() {
  const { t } = useTranslation('shell');
  const hasData = useDataset((state) => state.summary !== null);
  const [hovering, setHovering] = useState(false);

  useEffect(() => {
    // Enter and leave come for every element on the way: only the balance says whether the pointer left the window.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth++;
      setHovering(true);
    };
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const leave = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setHovering(false);
    };
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setHovering(false);
      // Files are kept only as long as this handler runs: what is a folder must be asked now.
      const source = event.dataTransfer && sourceOfDrop(event.dataTransfer);
      if (source) void importSource(source);
    };
    addEventListener('dragenter', enter);
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragenter', enter);
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);

  if (!hovering) return null;
  return (
    <div className={styles.overlay} data-testid="drop-overlay">
      <div className={styles.outline}>
        <div className={styles.words}>
          <Download size="1em" className={styles.icon} aria-hidden />
          <p className={styles.title}>{t('drop.title')}</p>
          <p>{hasData ? t('drop.text') : t('drop.textEmpty')}</p>
        </div>
      </div>
    </div>
  );
}
