/** From what was dropped to a list of files, whatever it came in. */
import { PlaygroundError } from '@/lib/errors';
import type { Archive, ArchiveFile } from '../formats/layout';
import { type ImportControl, throwIfCancelled } from '../importControl';
import type { ImportSource } from '../importTypes';
import { blobFile, bytesOf, guarded, gzipFile } from './blobFile';
import { openZip } from './openZip';
import { shownHead } from './shownHead';

/**
 * A zip is opened, alone or among other files; a `.gz` stands for what is in it. Nothing is inflated yet.
 * @throws PlaygroundError 'empty-file' (nothing at all), 'not-a-zip' (only its name is one), 'broken-zip',
 *   'unreadable-file', 'cancelled'
 */
export async function openSource({ name, files }: ImportSource, control: ImportControl): Promise<Archive> {
  control.onProgress?.({ stage: 'opening', rows: 0, fraction: null });
  if (files.every(({ blob }) => blob.size === 0)) {
    throw new PlaygroundError('empty-file', `${name} is empty`, { file: name });
  }
  const opened: ArchiveFile[] = [];
  let zips = 0;
  for (const { path, blob } of files) {
    throwIfCancelled(control);
    const magic = await guarded(path, control, () => bytesOf(blob.slice(0, 4)));
    if (isZip(magic, path)) {
      zips++;
      const prefix = files.length === 1 ? '' : `${path}/`;
      for (const file of await openZip(blob, path, control)) opened.push({ ...file, path: prefix + file.path });
    } else if (/\.zip$/i.test(path) && files.length === 1) {
      const found = shownHead(await guarded(path, control, () => bytesOf(blob.slice(0, 200))));
      throw new PlaygroundError('not-a-zip', `${path} does not start like a zip ("PK")`, { file: path, found });
    } else if (magic[0] === 0x1f && magic[1] === 0x8b) {
      opened.push(gzipFile(path, blob));
    } else {
      opened.push(blobFile(path, blob));
    }
  }
  return { fileName: name, kind: zips === files.length ? 'zip' : 'files', files: opened };
}

/** "PK" and a number: a table may start with the letters. */
function isZip(magic: Uint8Array, path: string): boolean {
  return magic[0] === 0x50 && magic[1] === 0x4b && (magic[2] <= 8 || /\.zip$/i.test(path));
}
