/** How long a change of the films takes, as a person waits for it: until every list that answers it has been painted. */
import { useCallback, useRef, useState } from 'react';

export interface RoundTrip {
  /** the films that were changed to */
  films: readonly number[];
  /** from the change to the frame that shows the last answer */
  ms: number;
  /** lists that answered */
  count: number;
}

export interface Timing {
  /** the newest change that is answered; null before the first */
  taken: RoundTrip | null;
  /** A change is made; `runIds` are to answer. */
  begin(films: readonly number[], runIds: readonly string[]): void;
  /** A run's list of these films stands on the page. */
  answered(runId: string, films: readonly number[]): void;
}

export function useRoundTrip(): Timing {
  const [taken, setTaken] = useState<RoundTrip | null>(null);
  const trip = useRef<{ films: readonly number[]; from: number; count: number; waiting: Set<string> } | null>(null);
  const begin = useCallback((films: readonly number[], runIds: readonly string[]) => {
    trip.current = { films, from: performance.now(), count: runIds.length, waiting: new Set(runIds) };
  }, []);
  const answered = useCallback((runId: string, films: readonly number[]) => {
    const under = trip.current;
    if (under === null || under.films !== films || !under.waiting.delete(runId) || under.waiting.size > 0) return;
    trip.current = null;
    // a frame's callbacks come before it is painted, a task after
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        setTaken({ films, ms: performance.now() - under.from, count: under.count });
      };
      port2.postMessage(null);
    });
  }, []);
  return { taken, begin, answered };
}
