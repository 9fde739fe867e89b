import type { Archive, ArchiveFile } from './layout';

/** `README` of `ml-1m/README`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The file of that name, case ignored, in whatever folder; the one nearest to the top if there are several. */
export function findFile(archive: Archive, name: string): ArchiveFile | null {
  const depth = (file: ArchiveFile) => file.path.split('/').length;
  const found = archive.files.filter((file) => baseName(file.path).toLowerCase() === name);
  found.sort((a, b) => depth(a) - depth(b));
  return found[0] ?? null;
}
