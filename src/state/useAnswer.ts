/** A question to the workers as a hook: asks again when what it depends on changes, and drops answers that come late. */
import { type DependencyList, useEffect, useState } from 'react';
import { type ErrorData, PlaygroundError, toErrorData } from '@/lib/errors';
import type { Outcome, PlaygroundClient } from '@/worker/protocol';
import { getClient } from './client';

export interface Answer<T> {
  /** of the newest question that was answered; stays while the next one is asked */
  value: T | null;
  error: ErrorData | null;
  /** the newest question has no answer yet */
  asking: boolean;
}

/**
 * @param ask null asks nothing; a rejection becomes the error
 * @param dependencies when to ask again
 */
export function useAnswer<T>(
  ask: ((client: PlaygroundClient) => Promise<T>) | null,
  dependencies: DependencyList,
): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ value: null, error: null, asking: ask !== null });
  useEffect(() => {
    if (ask === null) {
      setAnswer({ value: null, error: null, asking: false });
      return;
    }
    let current = true;
    setAnswer((before) => ({ ...before, asking: true }));
    getClient()
      .then(ask)
      .then(
        (value) => current && setAnswer({ value, error: null, asking: false }),
        (thrown) => current && setAnswer({ value: null, error: toErrorData(thrown), asking: false }),
      );
    return () => {
      current = false;
    };
    // biome-ignore lint/correctness/useExhaustiveDependencies: the caller names what its question depends on
  }, dependencies);
  return answer;
}

/** The value of an outcome. @throws PlaygroundError what the worker could not do */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) {
    return outcome.value;
  }
  throw new PlaygroundError(outcome.error.code, outcome.error.message, outcome.error.details);
}
