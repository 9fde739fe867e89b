/** What a person hands over, as one `ImportSource`: files, a folder, a drop, pasted text. */
import i18next from 'i18next';
import { formatCount } from '@/components/format';
import { PlaygroundError, toErrorData } from '@/lib/errors';
import { useDataset } from '@/state/dataset';
import { goTo } from '@/state/ui';
import type { ImportSource } from '@/worker/protocolImport';
import { modelFileOf, openModelFile } from '../saved/modelFiles';

/** More is a folder taken by mistake, such as the whole of "Downloads". */
const MAX_FILES = 1000;

type SourceFiles = ImportSource['files'];

/** Files chosen in a dialog; those of a folder carry their path within it. */
export function sourceOfFiles(files: readonly File[]): ImportSource {
  const entries = files.map((file) => ({ path: file.webkitRelativePath || file.name, blob: file }));
  const folder = files[0]?.webkitRelativePath.split('/')[0];
  return named(folder || null, withoutHidden(entries));
}

/**
 * Of a drop, with everything below its folders. Call it in the event's handler: the browser empties the transfer
 * after it; reading goes on later.
 * @returns null where no file was dropped
 */
export function sourceOfDrop(transfer: DataTransfer): Promise<ImportSource> | null {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const dropped = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  if (dropped.length === 0) return null;
  return (async () => {
    const files: SourceFiles = [];
    for (const { entry, file } of dropped) {
      if (entry?.isDirectory) await collect(entry as FileSystemDirectoryEntry, files);
      else if (file) files.push({ path: file.name, blob: file });
    }
    const folder = dropped.length === 1 && dropped[0].entry?.isDirectory ? dropped[0].entry.name : null;
    return named(folder, withoutHidden(files));
  })();
}

export function sourceOfText(text: string): ImportSource {
  const t = i18next.getFixedT(null, 'data');
  return {
    name: t('paste.name'),
    files: [{ path: t('paste.fileName'), blob: new Blob([text], { type: 'text/plain' }) }],
  };
}

/** Shows Data and reads there; what cannot even be listed is refused with a reason. */
export async function importSource(source: ImportSource | Promise<ImportSource>): Promise<void> {
  goTo('data');
  try {
    const read = await source;
    const model = modelFileOf(read);
    if (model) await openModelFile(model.blob, model.path);
    else await useDataset.getState().importFiles(read);
  } catch (thrown) {
    useDataset.getState().refuse('', toErrorData(unreadable(thrown)));
  }
}

/** All files below a folder, by their path from the folder's own name on. */
async function collect(folder: FileSystemDirectoryEntry, files: SourceFiles): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    // A reader answers with some entries at a time, at last with none.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return;
    for (const entry of entries) {
      if (isHidden(entry.name)) continue;
      if (entry.isDirectory) await collect(entry as FileSystemDirectoryEntry, files);
      else {
        const blob = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
        files.push({ path: entry.fullPath.replace(/^\//, ''), blob });
      }
      if (files.length > MAX_FILES) throw tooMany(folder.fullPath);
    }
  }
}

/** What systems put beside the files of a person. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX' || name === 'Thumbs.db' || name === 'desktop.ini';
}

function withoutHidden(files: SourceFiles): SourceFiles {
  return files.filter(({ path }) => !path.split('/').some(isHidden));
}

function named(folder: string | null, files: SourceFiles): ImportSource {
  if (files.length > MAX_FILES) throw tooMany(folder ?? '');
  if (files.length === 0) {
    throw new PlaygroundError('empty-file', `no file in ${folder}`, folder ? { file: folder } : {});
  }
  const t = i18next.getFixedT(null, 'data');
  const first = files[0].path.slice(files[0].path.lastIndexOf('/') + 1);
  const name = folder ?? (files.length === 1 ? first : t('get.severalFiles', { first, count: files.length - 1 }));
  return { name, files };
}

function tooMany(folder: string): PlaygroundError {
  const file = folder.replace(/^\//, '');
  return new PlaygroundError('too-many-files', `more than ${MAX_FILES} files in ${file}`, {
    ...(file && { file }),
    found: `> ${formatCount(MAX_FILES)}`,
  });
}

/** What the file system says (NotFoundError, NotReadableError, NotAllowedError) in the page's words. */
function unreadable(thrown: unknown): unknown {
  if (!(thrown instanceof DOMException)) return thrown;
  return new PlaygroundError('unreadable-file', `${thrown.name}: ${thrown.message}`, { reason: thrown.message });
}
