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
  | 'empty-file'
  | 'bad-row'
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
