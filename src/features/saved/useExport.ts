import { useState } from 'react';
import { saveBlob } from '@/components/saveBlob';
import { type ErrorData, toErrorData } from '@/lib/errors';
import { getClient } from '@/state/client';
import { unwrap } from '@/state/useAnswer';
import type { Outcome, PlaygroundClient } from '@/worker/protocol';

export interface Export {
  /** 0..1 while the file is made, else null */
  progress: number | null;
  /** why the last one did not come about; 'cancelled' among others */
  error: ErrorData | null;
  start(fileName: string): Promise<boolean>;
  cancel(): Promise<void>;
}

/** A file that a worker makes: its progress, its end in the browser's downloads. */
export function useExport(
  make: (client: PlaygroundClient, onProgress: (fraction: number) => void) => Promise<Outcome<Blob>>,
  cancel: (client: PlaygroundClient) => Promise<void>,
): Export {
  const [progress, setProgress] = useState<number | null>(null);
  const [error, setError] = useState<ErrorData | null>(null);
  return {
    progress,
    error,
    async start(fileName) {
      setProgress(0);
      setError(null);
      try {
        saveBlob(unwrap(await make(await getClient(), setProgress)), fileName);
        return true;
      } catch (thrown) {
        setError(toErrorData(thrown));
        return false;
      } finally {
        setProgress(null);
      }
    },
    cancel: async () => cancel(await getClient()),
  };
}
