/** Takes a map along: as a picture for print, as numbers for NumPy, as files for the Embedding Projector. */
import { Download, ImageDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { formatCount } from '@/components/format';
import { NumberField } from '@/components/NumberField';
import { saveBlob } from '@/components/saveBlob';
import { useDatasetName } from '@/components/useDatasetName';
import { getClient } from '@/state/client';
import type { Run } from '@/state/runTypes';
import { unwrap } from '@/state/useAnswer';
import { isDrawn, type MapToolsProps } from '../MapTools';
import { useMapSettings, type Which } from '../mapSettings';
import { useClassName } from '../useClassName';
import styles from './ExportDialog.module.css';
import { mapPicture } from './mapPicture';
import { npy } from './npy';
import { metadataTsv, vectorsTsv } from './projectorTsv';

export interface ExportDialogProps extends MapToolsProps {
  open: boolean;
  onClose: () => void;
}

const DPI = 300;
const CM_PER_INCH = 2.54;

export function ExportDialog(props: ExportDialogProps) {
  const { open, onClose, run, beside, first, second } = props;
  const { t } = useTranslation('map');
  return (
    <Dialog title={t('export.title')} open={open} onClose={onClose}>
      <Picture {...props} />
      {[
        { run, map: first },
        { run: beside, map: second },
      ].map(
        (each) => each.run !== null && each.map !== null && <Numbers key={each.run.id} {...props} run={each.run} />,
      )}
    </Dialog>
  );
}

function Picture(props: ExportDialogProps) {
  const { run, panes, facts, theme, view } = props;
  const { t } = useTranslation('map');
  const { which, method, colourBy, chosen, selected, showNames } = useMapSettings();
  const classNameOf = useClassName(colourBy[which]);
  const [width, setWidth] = useState(16);
  const [height, setHeight] = useState(12);
  const datasetName = useDatasetName(run?.dataset ?? null);
  const pixels = (cm: number) => Math.round((cm / CM_PER_INCH) * DPI);

  const maps = panes.filter(isDrawn).map((pane) => ({ ...pane, label: pane.run.label }));

  const save = async () => {
    if (maps.length === 0) return;
    const blob = await mapPicture({
      width: pixels(width),
      height: pixels(height),
      dpi: DPI,
      title: t('export.pictureTitle', {
        method: t(`method.${method}`),
        which: t(which === 'items' ? 'export.items' : 'export.users'),
        runs: maps.map(({ label }) => label).join(', '),
        data: datasetName,
      }),
      maps,
      facts,
      legend: maps[0].colouring.classes.map(classNameOf),
      theme: theme.draw,
      view: view.get(),
      chosen,
      selected,
      showNames: showNames && which === 'items',
    });
    saveBlob(blob, `map-${method}-${which}.png`);
  };

  return (
    <section className={styles.section}>
      <h3>{t('export.picture')}</h3>
      <p>{t('export.pictureText', { width: formatCount(pixels(width)), height: formatCount(pixels(height)) })}</p>
      <div className={styles.row}>
        <NumberField
          className={styles.size}
          label={t('export.width')}
          suffix="cm"
          min={4}
          max={40}
          value={width}
          onChange={setWidth}
        />
        <NumberField
          className={styles.size}
          label={t('export.height')}
          suffix="cm"
          min={4}
          max={40}
          value={height}
          onChange={setHeight}
        />
        <Button variant="primary" icon={ImageDown} onClick={() => void save()} data-testid="export-png">
          {t('export.png')}
        </Button>
      </div>
    </section>
  );
}

function Numbers({ run, items }: ExportDialogProps & { run: Run }) {
  const { t } = useTranslation('map');
  const [missing, setMissing] = useState<string | null>(null);

  const vectorsOf = async (which: Which) => {
    setMissing(null);
    const vectors = unwrap(await (await getClient()).embeddings(run.id, which));
    if (vectors === null) setMissing(t(which === 'items' ? 'export.noItems' : 'export.noUsers', { run: run.label }));
    return vectors;
  };
  const failed = (error: unknown) => setMissing(error instanceof Error ? error.message : String(error));

  const saveNpy = async (which: Which) => {
    const vectors = await vectorsOf(which);
    if (vectors === null) return;
    const bytes = npy(vectors.data, vectors.rows, vectors.dimensions);
    saveBlob(new Blob([bytes], { type: 'application/octet-stream' }), `${run.id}-${which}.npy`);
  };
  const saveTsv = async (which: Which) => {
    const vectors = await vectorsOf(which);
    if (vectors === null) return;
    const summary = run.dataset;
    const client = await getClient();
    const metadata =
      which === 'items'
        ? await (async () => {
            const popularity = await client.popularity(summary.key);
            return metadataTsv(
              ['title', 'id', 'year', 'genres', 'ratings'],
              items.map((item, row) => [item.title, item.id, item.year ?? '', item.genres.join('|'), popularity[row]]),
            );
          })()
        : metadataTsv(
            ['user', 'interactions'],
            (await client.searchUsers(summary.key, '', vectors.rows)).map((user) => [
              user.userId,
              user.numInteractions,
            ]),
          );
    const text = (content: string) => new Blob([content], { type: 'text/tab-separated-values' });
    saveBlob(text(vectorsTsv(vectors.data, vectors.dimensions)), `${run.id}-${which}-vectors.tsv`);
    saveBlob(text(metadata), `${run.id}-${which}-metadata.tsv`);
  };

  return (
    <section className={styles.section} data-testid="export-numbers" data-run-id={run.id}>
      <h3>{t('export.numbers', { run: run.label })}</h3>
      <p>{t('export.numbersText')}</p>
      <div className={styles.row}>
        {(['items', 'users'] as const).map((which) => (
          <span key={which} className={styles.row}>
            <Button
              variant="secondary"
              icon={Download}
              onClick={() => void saveNpy(which).catch(failed)}
              data-testid={`export-${which}-npy`}
            >
              {t(which === 'items' ? 'export.itemsNpy' : 'export.usersNpy')}
            </Button>
            <Button
              variant="secondary"
              icon={Download}
              onClick={() => void saveTsv(which).catch(failed)}
              data-testid={`export-${which}-tsv`}
            >
              {t(which === 'items' ? 'export.itemsTsv' : 'export.usersTsv')}
            </Button>
          </span>
        ))}
      </div>
      {missing !== null && <p role="alert">{missing}</p>}
    </section>
  );
}
