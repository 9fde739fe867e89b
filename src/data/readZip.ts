/** From a dropped zip to a table of interactions. */
import { PlaygroundError } from '@/lib/errors';
import { recogniseLayout } from './formats';
import type { ImportControl } from './importControl';
import { openZip } from './openZip';
import type { InteractionTable } from './types';

const MAX_LISTED = 20;

/**
 * Opens the zip, finds out its layout and reads it; only the files that are needed are inflated.
 * @param fileName what the file is called, for messages and the card
 * @throws PlaygroundError 'empty-file', 'not-a-zip', 'broken-zip', 'no-ratings-in-zip' (details.entries lists what was
 *   in it), 'bad-row', 'cancelled'
 */
export async function readZip(blob: Blob, fileName: string, control: ImportControl = {}): Promise<InteractionTable> {
  control.onProgress?.({ stage: 'opening', rows: 0, fraction: null });
  const archive = await openZip(blob, fileName, control);
  const layout = await recogniseLayout(archive, control);
  if (!layout) {
    throw new PlaygroundError('no-ratings-in-zip', `${fileName} holds no ratings of a known layout`, {
      file: fileName,
      entries: archive.files.slice(0, MAX_LISTED).map((file) => file.path),
      numEntries: archive.files.length,
    });
  }
  return layout.read(archive, control);
}
