/** Several peers of one task, timed in turns. */
import type { ContenderFacts } from '@/benchmark/types';
import { Peer, type PeerCommand } from './Peer';

export interface Measured {
  label: string;
  facts: (ContenderFacts & { threads?: number }) | null;
  /** why it was not measured */
  error: string | null;
  /** ms a step, of each round */
  ms: number[];
  jsMs: number[];
}

export interface RoundOptions {
  rounds: number;
  /** of each peer: so many steps as fit, one at least */
  roundMs: number;
}

const MOST_STEPS = 400;

/** @returns in the order of the commands */
export async function sideBySide(commands: PeerCommand[], { rounds, roundMs }: RoundOptions): Promise<Measured[]> {
  const measured: Measured[] = [];
  const running: { peer: Peer; entry: Measured; steps: number }[] = [];
  try {
    for (const command of commands) {
      const entry: Measured = { label: command.label, facts: null, error: null, ms: [], jsMs: [] };
      measured.push(entry);
      try {
        const peer = await Peer.start(command);
        entry.facts = peer.facts;
        const { ms } = await peer.run(1);
        running.push({ peer, entry, steps: Math.max(1, Math.min(MOST_STEPS, Math.round(roundMs / ms))) });
      } catch (error) {
        fail(entry, error);
      }
    }
    for (let round = 0; round < rounds; round++) {
      for (const { peer, entry, steps } of running) {
        if (entry.error !== null) continue;
        try {
          const { ms, jsMs } = await peer.run(steps);
          entry.ms.push(ms / steps);
          entry.jsMs.push(jsMs / steps);
        } catch (error) {
          fail(entry, error);
        }
      }
    }
  } finally {
    for (const { peer } of running) peer.stop();
  }
  return measured;
}

/** A peer that fails half way was not measured. */
function fail(entry: Measured, error: unknown): void {
  entry.error = error instanceof Error ? error.message : String(error);
  entry.ms = [];
  entry.jsMs = [];
  console.error(`  ${entry.error.split('\n')[0]}`);
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/** The median over rounds of `a` over `b`: neighbours in time, so that other work on the machine weighs on both. */
export function medianRatio(a: readonly number[], b: readonly number[]): number | null {
  return median(a.slice(0, b.length).map((value, round) => value / b[round]));
}
