import type { SaveProblem } from './types';

/** Keeping or reading failed, and what that means to a person. */
export class StorageError extends Error {
  constructor(
    readonly problem: SaveProblem,
    message: string,
  ) {
    super(message);
    this.name = 'StorageError';
  }
}

/** What browsers throw, by the name of the DOMException. */
const PROBLEM_OF: Record<string, SaveProblem> = {
  QuotaExceededError: 'full',
  VersionError: 'newer',
  // Firefox in private windows of old, and any browser that forbids storage to the page
  SecurityError: 'unavailable',
  InvalidStateError: 'unavailable',
  NotAllowedError: 'unavailable',
  // a damaged profile
  UnknownError: 'unavailable',
};

/** Any failure of the browser's storage in our words. */
export function toStorageError(thrown: unknown): StorageError {
  if (thrown instanceof StorageError) return thrown;
  const { name, message } = thrown instanceof Error ? thrown : { name: '', message: String(thrown) };
  // there is no `indexedDB` at all
  if (thrown instanceof ReferenceError) return new StorageError('unavailable', message);
  return new StorageError(PROBLEM_OF[name] ?? 'failed', `${name}: ${message}`);
}
