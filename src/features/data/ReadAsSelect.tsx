import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '@/components/Select';
import type { DatasetSummary } from '@/data/types';
import { getClient } from '@/state/client';
import { useDataset } from '@/state/dataset';
import type { Reading } from '@/worker/protocolImport';

const MAPPED = 'mapped';

/** What else the files hold, where they hold more than one thing: all ratings, or one of several given splits. */
export function ReadAsSelect({ summary, className }: { summary: DatasetSummary; className?: string }) {
  const { t } = useTranslation('data');
  const importing = useDataset((state) => state.importing !== null);
  const readAs = useDataset((state) => state.readAs);
  const readings = useReadings(summary.fingerprint);
  if (readings.length < 2) return null;
  const inUse = readings.findIndex((reading) => isReadAs(reading, summary));
  const options = readings.map(({ layout, files }, index) => ({
    value: String(index),
    label:
      files.length > 0
        ? t('recognised.pair', { train: baseName(files[0]), test: baseName(files[1]) })
        : t(`recognised.layout.${layout}`),
  }));
  return (
    <Select
      label={t('recognised.readAs')}
      size="sm"
      className={className}
      value={inUse < 0 ? MAPPED : String(inUse)}
      disabled={importing}
      options={inUse < 0 ? [{ value: MAPPED, label: t('recognised.layout.mapped') }, ...options] : options}
      onChange={(value) => value !== MAPPED && void readAs(readings[Number(value)])}
    />
  );
}

/** Asked for anew with other data. */
function useReadings(fingerprint: string): Reading[] {
  const [known, setKnown] = useState<{ fingerprint: string; readings: Reading[] } | null>(null);
  useEffect(() => {
    let wanted = true;
    void getClient()
      .then((client) => client.readings())
      .then((outcome) => wanted && outcome.ok && setKnown({ fingerprint, readings: outcome.value }))
      // without an answer there is no choice: the data in use are what they are
      .catch(() => {});
    return () => {
      wanted = false;
    };
  }, [fingerprint]);
  return known?.fingerprint === fingerprint ? known.readings : [];
}

function isReadAs({ layout, files }: Reading, summary: DatasetSummary): boolean {
  const ratings = summary.sources.filter(({ role }) => role === 'ratings').map(({ path }) => path);
  return layout === summary.layout && files.every((file) => ratings.includes(file));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
