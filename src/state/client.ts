/** The two workers, started when somebody first needs them: the first paint waits for nothing of theirs. */
import type { PlaygroundClient } from '@/worker/protocol';

let client: Promise<PlaygroundClient> | null = null;
const starters: ((client: PlaygroundClient) => void)[] = [];

/** Calls back when the workers are started, before anybody else asks them for anything. */
export function whenClientStarts(starter: (client: PlaygroundClient) => void): void {
  starters.push(starter);
}

/** The page's one client. Rejects when the script cannot be fetched; the next call tries again. */
export function getClient(): Promise<PlaygroundClient> {
  client ??= import('@/worker/client').then(
    ({ createClient }) => {
      const started = createClient();
      for (const starter of starters) starter(started);
      return started;
    },
    (error) => {
      client = null;
      throw error;
    },
  );
  return client;
}
