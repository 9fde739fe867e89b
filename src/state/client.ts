/** The two workers, started when somebody first needs them: the first paint waits for nothing of theirs. */
import type { PlaygroundClient } from '@/worker/protocol';

let client: Promise<PlaygroundClient> | null = null;

/** The page's one client. Rejects when the script cannot be fetched; the next call tries again. */
export function getClient(): Promise<PlaygroundClient> {
  client ??= import('@/worker/client').then(
    ({ createClient }) => createClient(),
    (error) => {
      client = null;
      throw error;
    },
  );
  return client;
}
