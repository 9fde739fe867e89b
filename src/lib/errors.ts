/**
 * Errors that cross the worker boundary as data. `code` chooses the help that a panel shows and the text in the
 * catalogue (`errors.<code>`); `details` fills its gaps.
 */
export interface ErrorData {
  code: ErrorCode;
  /** English, for logs and as a last resort. */
  message: string;
  details: Record<string, string | number | string[]>;
}

export type ErrorCode =
  | 'not-a-zip'
  | 'broken-zip'
  | 'no-ratings-in-zip'
  /** a zip that holds nothing but other zips */
  | 'nested-zip'
  /** a folder or several files without any ratings; `entries` lists them */
  | 'no-ratings-in-files'
  | 'too-many-files'
  | 'empty-file'
  /** neither a zip nor text */
  | 'binary-file'
  /** text, but no delimiter makes two columns of it */
  | 'one-column'
  /** a header and nothing below it, or no row that can be read */
  | 'no-rows'
  /** the browser can no longer read what was chosen: moved, deleted, changed since */
  | 'unreadable-file'
  /** "Change..." of data whose file is no longer at hand */
  | 'no-source'
  /** more rows than the memory holds */
  | 'file-too-large'
  | 'too-few-interactions'
  | 'needs-timestamps'
  | 'cancelled'
  | 'no-webgpu'
  | 'insecure-context'
  | 'device-lost'
  | 'out-of-memory'
  | 'gpu-error'
  | 'nan-loss'
  | 'shape'
  | 'invalid-config'
  | 'unknown';

/** An error with a code; throw it anywhere, the worker host turns it into `ErrorData`. */
export class PlaygroundError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorData['details'] = {},
  ) {
    super(message);
    this.name = 'PlaygroundError';
  }
}

/** Any thrown value as data that can be posted. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof PlaygroundError) {
    return { code: error.code, message: error.message, details: error.details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unknown', message, details: {} };
}
