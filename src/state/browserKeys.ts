/** What this page writes into the browser's storage outside of the database, in one place, so that all of it can go. */

/** Keys of localStorage. `theme` is read by public/theme.js, too. */
export const LOCAL_KEYS = ['theme', 'shortcuts', 'keep'] as const;
/** Films liked under "You", for a data set's fingerprint. */
const YOU_PREFIX = 'you:';
export type LocalKey = (typeof LOCAL_KEYS)[number] | `${typeof YOU_PREFIX}${string}`;

/** Names of caches and of folders in the browser's private file system begin with it. */
const PREFIX = 'recommender-playground';

// Storage may be forbidden (private windows, embedding): choices then last as long as the page.
export function readLocal(key: LocalKey): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param value null takes the key away */
export function writeLocal(key: LocalKey, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {}
}

function isYours(key: string): key is `${typeof YOU_PREFIX}${string}` {
  return key.startsWith(YOU_PREFIX);
}

function localKeys(): string[] {
  try {
    return Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '');
  } catch {
    return [];
  }
}

/** Everything of ours but the database. Others may share the origin (github.io): what is theirs stays. */
export async function clearBrowserKeys(): Promise<void> {
  for (const key of LOCAL_KEYS) writeLocal(key, null);
  for (const key of localKeys()) if (isYours(key)) writeLocal(key, null);
  try {
    for (const name of await caches.keys()) {
      if (name.includes(PREFIX)) await caches.delete(name);
    }
  } catch {
    // no caches on insecure pages
  }
  try {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(PREFIX, { recursive: true });
  } catch {
    // no such folder, or no such file system
  }
}

/** Whether a database of ours may be there; a quick look, so that a first visit starts no worker for nothing. */
export async function mayHaveDatabase(): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === PREFIX);
  } catch {
    return false;
  }
}
