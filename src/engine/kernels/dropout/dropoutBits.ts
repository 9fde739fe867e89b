/**
 * Counter-based random bits: the mask of an element follows from (seed, layer, index) alone, so that every backend
 * draws the same mask and nothing has to be uploaded. Two rounds of murmur3's finaliser on 32-bit words; `dropout.ts`
 * holds the same in WGSL.
 */
import type { DropoutKey } from '../Kernels';

/** Murmur3's finaliser: a bijection of 32-bit words in which each input bit changes half of the output bits. */
export function mix(word: number): number {
  let hash = word | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * The key of one dropout within one step.
 * @param seed of the step, any 32-bit integer
 * @param layer counts the dropouts of the step from 0
 */
export function dropoutKey(seed: number, layer: number): DropoutKey {
  const first = mix((seed ^ mix(layer + 0x9e3779b9)) | 0);
  return { first, second: mix(first ^ 0x85ebca77), layer };
}

/** 32 random bits for element `index`. */
export function dropoutBits(key: DropoutKey, index: number): number {
  return mix(mix((index + key.first) | 0) ^ key.second);
}

/** An element is kept when its bits reach this. */
export function dropThreshold(rate: number): number {
  return Math.min(0xffffffff, Math.floor(rate * 4294967296)) >>> 0;
}

/** 0 or 1 / (1 - rate) for each element. */
export function dropoutMask(size: number, rate: number, key: DropoutKey): Float32Array {
  const threshold = dropThreshold(rate);
  const scale = 1 / (1 - rate);
  const mask = new Float32Array(size);
  for (let i = 0; i < size; i++) mask[i] = dropoutBits(key, i) >= threshold ? scale : 0;
  return mask;
}
