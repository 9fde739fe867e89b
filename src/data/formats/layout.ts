/** What a file layout has to offer, and what it reads from. */
import type { ImportControl } from '../importControl';
import type { InteractionTable, LayoutId } from '../types';

/** One file of what was dropped, wherever it comes from; nothing is read before it is asked for. */
export interface ArchiveFile {
  /** with its folders, separated by `/` */
  path: string;
  sizeBytes: number;
  /** The first bytes, at most `maxBytes`. */
  head(maxBytes: number, control: ImportControl): Promise<Uint8Array>;
  /** All bytes. `onFraction` hears how much of it is there, 0..1. */
  bytes(control: ImportControl, onFraction?: (fraction: number) => void): Promise<Uint8Array>;
}

/** Everything that was dropped. */
export interface Archive {
  /** `ml-1m.zip` */
  fileName: string;
  files: ArchiveFile[];
}

export interface Layout {
  id: LayoutId;
  /**
   * Looks for this layout's files by their names, in any folder, and at how their rows begin.
   * @returns 'yes' when names and rows fit; 'by-name' when only the names do: reading it will then say which row is
   *   wrong; 'no' otherwise
   */
  detect(archive: Archive, control: ImportControl): Promise<'yes' | 'by-name' | 'no'>;
  /** @throws PlaygroundError 'bad-row' with file, line, found and expected; 'empty-file'; 'cancelled' */
  read(archive: Archive, control: ImportControl): Promise<InteractionTable>;
}
