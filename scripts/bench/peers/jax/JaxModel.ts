import type { numpy as np } from '@jax-js/jax';
import type { BenchTask } from '@/benchmark/types';
import type { CsrMatrix } from '@/lib/csr';

/** Arrays by name: a tree that jax-js maps over. */
export type Arrays = Record<string, np.Array>;

/**
 * A model as jax-js takes it: pure functions that own their arguments. Whatever is used twice is used once as `.ref`, and
 * what is given must be used up (README of jax-js, "Reference counting").
 */
export interface JaxModel {
  /** those of a batch that the loss reads */
  batchNames: readonly string[];
  /** beside the batch, the same at every step */
  constants: Arrays;
  /** random keys that a loss takes */
  numDropouts: number;
  /** @returns a scalar */
  loss(parameters: Arrays, batch: Arrays, constants: Arrays, keys: np.Array[]): np.Array;
}

/** @param graph of LightGCN */
export type BuildJaxModel = (task: BenchTask, graph: CsrMatrix | null) => JaxModel;
