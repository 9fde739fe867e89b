/**
 * A zip as a list of files that are inflated only when asked for (zip.js reads a Blob at random).
 * zip.js's build without WebAssembly is used: the browser inflates (`DecompressionStream`), in the worker we are in,
 * so the Content-Security-Policy needs neither wasm nor blob workers.
 */
import { BlobReader, type FileEntry, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { PlaygroundError } from '@/lib/errors';
import type { ArchiveFile } from '../formats/layout';
import { type ImportControl, throwIfCancelled } from '../importControl';
import { tooLarge } from '../memory';
import { blocksOf, joinBlocks } from './joinBlocks';

/**
 * The files of a zip; folders and what macOS adds (`__MACOSX/`, `._name`) are left out.
 * @throws PlaygroundError 'broken-zip' (cut off, or its table of contents is damaged)
 */
export async function openZip(blob: Blob, fileName: string, control: ImportControl): Promise<ArchiveFile[]> {
  const reader = new ZipReader(new BlobReader(blob), { useWebWorkers: false });
  try {
    const entries = await reader.getEntries();
    throwIfCancelled(control);
    const files = entries.filter((entry): entry is FileEntry => !entry.directory && !isFromMacOs(entry.filename));
    return files.map((entry) => archiveFile(entry, fileName));
  } catch (error) {
    throw asZipError(error, fileName, null, control);
  }
}

function isFromMacOs(path: string): boolean {
  return /(^|\/)(__MACOSX\/|\._)/.test(path);
}

function archiveFile(entry: FileEntry, fileName: string): ArchiveFile {
  const { filename: path, uncompressedSize: sizeBytes } = entry;
  const blocks: ArchiveFile['blocks'] = async function* (control, onFraction) {
    let done = 0;
    try {
      for await (const block of inflate(entry, control)) {
        throwIfCancelled(control);
        done += block.length;
        onFraction?.(sizeBytes > 0 ? done / sizeBytes : 1);
        yield block;
      }
    } catch (error) {
      throw asZipError(error, fileName, path, control);
    }
  };
  return { path, sizeBytes, head: (maxBytes, control) => joinBlocks(blocks(control), maxBytes), blocks };
}

/** Block by block, as fast as they are taken. Whoever stops early stops the inflating; at the end the CRC is checked. */
async function* inflate(entry: FileEntry, control: ImportControl): AsyncGenerator<Uint8Array> {
  const stop = new AbortController();
  let output: TransformStreamDefaultController<Uint8Array> | null = null;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      output = controller;
    },
  });
  const signal = control.signal ? AbortSignal.any([control.signal, stop.signal]) : stop.signal;
  const inflating = entry.getData(writable, { useWebWorkers: false, checkCrc32: true, signal });
  // zip.js does not always pass on what goes wrong to the stream that it writes to: the reader would wait for ever.
  inflating.catch((error) => output?.error(error));
  try {
    yield* blocksOf(readable);
    await inflating;
  } finally {
    stop.abort();
  }
}

/** What zip.js throws while reading is about the file: cut off, damaged, encrypted, or compressed in an unknown way. */
function asZipError(error: unknown, fileName: string, entry: string | null, control: ImportControl): PlaygroundError {
  if (error instanceof PlaygroundError) return error;
  if (control.signal?.aborted) return new PlaygroundError('cancelled', 'reading was cancelled');
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError) return tooLarge(entry ?? fileName, null);
  if (error instanceof DOMException && error.name !== 'AbortError') {
    return new PlaygroundError('unreadable-file', `${fileName} cannot be read: ${reason}`, { file: fileName, reason });
  }
  const where = entry ? `${entry} in ${fileName}` : fileName;
  return new PlaygroundError('broken-zip', `${where} cannot be read: ${reason}`, {
    file: fileName,
    entry: entry ?? '',
    reason,
  });
}
