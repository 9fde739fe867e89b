/**
 * Seeded random streams: one stream per purpose, so that drawing more numbers for one purpose
 * (negatives, say) never changes another (the split). Generator: xoroshiro128+ of `pure-rand`.
 */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { hashString } from './hash';
import type { Pieces } from './pieces';

/** Elements that are shuffled in a few milliseconds. */
const PIECE = 65_536;

/** What a stream is for. Written out, so that it can be grepped. */
export type Purpose =
  | 'split'
  | 'init'
  | 'batches'
  | 'negatives'
  | 'validation'
  | 'dropout'
  | 'synthetic'
  | 'evaluation'
  | 'candidates'
  | 'significance'
  | 'projection'
  | 'one-step'
  | 'fold-in'
  | 'shuffle'
  | 'snapshots';

/** A mutable stream of random numbers. */
export interface RandomStream {
  /** 32 random bits as an unsigned integer. */
  bits(): number;
  /** Uniform in [0, 1), 32 bits of it. */
  uniform(): number;
  /** Uniform integer in [0, bound); bound >= 1. */
  integer(bound: number): number;
  /** Standard normal (Box-Muller). */
  normal(): number;
}

/**
 * The stream for one purpose under one seed.
 * @param seed the user's seed, any 32-bit integer
 * @param purpose what it is for
 * @param index distinguishes streams of one purpose (an epoch, a parameter), default 0
 */
export function randomStream(seed: number, purpose: Purpose, index = 0): RandomStream {
  const state = xoroshiro128plus(hashString(`${seed | 0}/${purpose}/${index}`));
  const bits = () => state.next() >>> 0;
  const uniform = () => bits() / 4294967296;
  let spare: number | null = null;
  return {
    bits,
    uniform,
    // Multiplying instead of a remainder: bias below 2^-32 * bound, no rejection loop.
    integer: (bound) => Math.floor(uniform() * bound),
    normal() {
      if (spare !== null) {
        const value = spare;
        spare = null;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}

type Shuffled = { [index: number]: number; length: number };

/** Shuffles in place (Fisher-Yates). */
export function shuffle(values: Shuffled, random: RandomStream): void {
  shufflePart(values, random, values.length - 1, 0);
}

/** The same in pieces. */
export function* shuffling(values: Shuffled, random: RandomStream): Pieces<void> {
  for (let last = values.length - 1; last > 0; last -= PIECE) {
    shufflePart(values, random, last, Math.max(0, last - PIECE));
    yield;
  }
}

/** Places from `last` down to the one after `end`. */
function shufflePart(values: Shuffled, random: RandomStream, last: number, end: number): void {
  for (let i = last; i > end; i--) {
    const j = random.integer(i + 1);
    const kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }
}
