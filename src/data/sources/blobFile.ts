/** A file as the browser gives it, plain or compressed by gzip. */
import { PlaygroundError } from '@/lib/errors';
import type { ArchiveFile } from '../formats/layout';
import { type ImportControl, throwIfCancelled } from '../importControl';
import { blocksOf, joinBlocks } from './joinBlocks';

export function blobFile(path: string, blob: Blob): ArchiveFile {
  return {
    path,
    sizeBytes: blob.size,
    head: (maxBytes, control) => guarded(path, control, async () => bytesOf(blob.slice(0, maxBytes))),
    async *blocks(control, onFraction) {
      let done = 0;
      for await (const block of guardedBlocks(path, control, () => blob.stream())) {
        done += block.length;
        onFraction?.(done / blob.size);
        yield block;
      }
    },
  };
}

/** What is in a `.gz`: its path is that of the file without the ending. */
export function gzipFile(path: string, blob: Blob): ArchiveFile {
  const inflated = (onRead?: (bytes: number) => void) => {
    const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(block, controller) {
        onRead?.(block.length);
        controller.enqueue(block);
      },
    });
    return blob.stream().pipeThrough(counted).pipeThrough(new DecompressionStream('gzip'));
  };
  return {
    path: path.replace(/\.gz$/i, ''),
    sizeBytes: blob.size,
    head: (maxBytes, control) =>
      guarded(path, control, () =>
        joinBlocks(
          guardedBlocks(path, control, () => inflated()),
          maxBytes,
        ),
      ),
    async *blocks(control, onFraction) {
      let done = 0;
      const stream = () =>
        inflated((bytes) => {
          done += bytes;
        });
      for await (const block of guardedBlocks(path, control, stream)) {
        onFraction?.(done / blob.size);
        yield block;
      }
    },
  };
}

export async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** @throws PlaygroundError 'unreadable-file' where the browser cannot read it (any more) */
export async function guarded<T>(path: string, control: ImportControl, read: () => Promise<T>): Promise<T> {
  throwIfCancelled(control);
  try {
    return await read();
  } catch (error) {
    throw asFileError(error, path);
  }
}

async function* guardedBlocks(
  path: string,
  control: ImportControl,
  open: () => ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const block of blocksOf(open())) {
      throwIfCancelled(control);
      yield block;
    }
  } catch (error) {
    throw asFileError(error, path);
  }
}

/** A `.gz` that is cut off or damaged is a TypeError; a file that is gone is a DOMException. */
function asFileError(error: unknown, path: string): unknown {
  if (error instanceof PlaygroundError || error instanceof RangeError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof DOMException ? 'unreadable-file' : 'broken-zip';
  return new PlaygroundError(code, `${path} cannot be read: ${reason}`, { file: path, reason });
}
