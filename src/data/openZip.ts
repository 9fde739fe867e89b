/**
 * A zip as a list of files that are inflated only when asked for (zip.js reads a Blob at random).
 * zip.js's build without WebAssembly is used: the browser inflates (`DecompressionStream`), in the worker we are in,
 * so the Content-Security-Policy needs neither wasm nor blob workers.
 */
import { BlobReader, type FileEntry, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { PlaygroundError } from '@/lib/errors';
import type { Archive, ArchiveFile } from './formats/layout';
import { type ImportControl, throwIfCancelled } from './importControl';

/**
 * Folders and what macOS adds (`__MACOSX/`, `._name`) are left out.
 * @throws PlaygroundError 'empty-file', 'not-a-zip', 'broken-zip' (cut off, or its table of contents is damaged)
 */
export async function openZip(blob: Blob, fileName: string, control: ImportControl): Promise<Archive> {
  if (blob.size === 0) throw new PlaygroundError('empty-file', `${fileName} is empty`, { file: fileName });
  const magic = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  if (magic[0] !== 0x50 || magic[1] !== 0x4b) {
    throw new PlaygroundError('not-a-zip', `${fileName} does not start like a zip ("PK")`, { file: fileName });
  }
  const reader = new ZipReader(new BlobReader(blob), { useWebWorkers: false });
  try {
    const entries = await reader.getEntries();
    throwIfCancelled(control);
    const files = entries.filter((entry): entry is FileEntry => !entry.directory && !isFromMacOs(entry.filename));
    return { fileName, files: files.map((entry) => archiveFile(entry, fileName)) };
  } catch (error) {
    throw asZipError(error, fileName, null, control);
  }
}

function isFromMacOs(path: string): boolean {
  return /(^|\/)(__MACOSX\/|\._)/.test(path);
}

function archiveFile(entry: FileEntry, fileName: string): ArchiveFile {
  const guarded = async <T>(control: ImportControl, read: () => Promise<T>): Promise<T> => {
    throwIfCancelled(control);
    try {
      return await read();
    } catch (error) {
      throw asZipError(error, fileName, entry.filename, control);
    }
  };
  return {
    path: entry.filename,
    sizeBytes: entry.uncompressedSize,
    head: (maxBytes, control) => guarded(control, () => firstBytes(entry, maxBytes)),
    bytes: (control, onFraction) =>
      guarded(control, () =>
        entry.getData(new Uint8ArrayWriter(), {
          useWebWorkers: false,
          checkCrc32: true,
          signal: control.signal,
          onprogress: (done, total) => {
            onFraction?.(total > 0 ? done / total : 1);
            return undefined;
          },
        }),
      ),
  };
}

/** Inflates until there is enough, then stops. */
async function firstBytes(entry: FileEntry, maxBytes: number): Promise<Uint8Array> {
  const enough = new AbortController();
  const parts: Uint8Array[] = [];
  let length = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      parts.push(chunk.slice(0, maxBytes - length));
      length += parts[parts.length - 1].length;
      if (length >= maxBytes) enough.abort();
    },
  });
  try {
    await entry.getData(sink, { useWebWorkers: false, signal: enough.signal });
  } catch (error) {
    if (!enough.signal.aborted) throw error;
  }
  const head = new Uint8Array(length);
  let end = 0;
  for (const part of parts) {
    head.set(part, end);
    end += part.length;
  }
  return head;
}

/** What zip.js throws while reading is about the file: cut off, damaged, encrypted, or compressed in an unknown way. */
function asZipError(error: unknown, fileName: string, entry: string | null, control: ImportControl): PlaygroundError {
  if (error instanceof PlaygroundError) return error;
  if (control.signal?.aborted) return new PlaygroundError('cancelled', 'reading was cancelled');
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError) {
    return new PlaygroundError('out-of-memory', `${entry ?? fileName} does not fit into memory: ${reason}`, {
      file: entry ?? fileName,
    });
  }
  const where = entry ? `${entry} in ${fileName}` : fileName;
  return new PlaygroundError('broken-zip', `${where} cannot be read: ${reason}`, {
    file: fileName,
    entry: entry ?? '',
    reason,
  });
}
