/** Results that cross a thread: errors as data, with their code. */
import { toErrorData } from '@/lib/errors';
import type { Outcome } from './protocol';

export async function outcome<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: toErrorData(error) };
  }
}
