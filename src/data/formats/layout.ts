/** What a file layout has to offer, and what it reads from. */
import type { ImportControl } from '../importControl';
import type { ProblemLog } from '../problemLog';
import type { InteractionTable, LayoutId } from '../types';

/** One file of what was dropped, wherever it comes from; nothing is read before it is asked for. */
export interface ArchiveFile {
  /** with its folders, separated by `/` */
  path: string;
  /** as far as it is known before reading: of a `.gz`, what the file takes */
  sizeBytes: number;
  /** The first bytes, at most `maxBytes`. */
  head(maxBytes: number, control: ImportControl): Promise<Uint8Array>;
  /**
   * All bytes in their order, a block at a time. `onFraction` hears how much of the file is read, 0..1.
   * @throws PlaygroundError 'broken-zip', 'unreadable-file', 'cancelled', at whatever block it shows
   */
  blocks(control: ImportControl, onFraction?: (fraction: number) => void): AsyncIterable<Uint8Array>;
}

/** Everything that was dropped. */
export interface Archive {
  /** `ml-1m.zip` */
  fileName: string;
  kind: 'zip' | 'files';
  files: ArchiveFile[];
}

export interface Layout {
  id: LayoutId;
  /** Whether the names and most of the first rows of this layout's files are there, in any folder. */
  detect(archive: Archive, control: ImportControl): Promise<boolean>;
  /** Of layouts that may be there several times: the paths of the ratings of each; the first is what `read` takes. */
  choices?(archive: Archive, control: ImportControl): Promise<string[][]>;
  /**
   * Rows that cannot be read go to `problems`, in all files.
   * @param files one of the `choices`
   * @throws PlaygroundError 'no-rows' if not one interaction can be read; 'file-too-large'; 'cancelled'
   */
  read(archive: Archive, problems: ProblemLog, control: ImportControl, files?: string[]): Promise<InteractionTable>;
}
