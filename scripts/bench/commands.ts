/** How each contender's process is started. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { BenchTask } from '@/benchmark/types';
import { type AdapterChoice, environmentFor } from './nodeGpu';
import type { PeerCommand } from './Peer';

export interface Places {
  root: string;
  /** where the bundles are */
  outDir: string;
}

export function enginePeer(
  { outDir }: Places,
  contender: 'ours' | 'stock',
  adapter: AdapterChoice,
  task: BenchTask,
): PeerCommand {
  return node(outDir, 'enginePeer', contender === 'ours' ? 'ours' : 'stock tfjs', adapter, {
    contender,
    adapter,
    task,
  });
}

export function jaxPeer({ outDir }: Places, adapter: AdapterChoice, task: BenchTask): PeerCommand {
  return node(outDir, 'jaxPeer', 'jax-js', adapter, { ...flat(task), adapter });
}

export function measurePeer({ outDir }: Places, adapter: AdapterChoice, job: object): PeerCommand {
  return node(outDir, 'measurePeer', 'measurement', adapter, { adapter, job });
}

/** @param options device and, on a GPU, whether the step is captured as a CUDA graph; null where there is no PyTorch */
export function torchPeer(
  { root }: Places,
  task: BenchTask,
  options: { device: 'cpu' | 'cuda'; cudaGraphs: boolean; graph?: 'sparse' | 'bag' },
): PeerCommand | null {
  const python = pythonWithTorch();
  if (python === null) return null;
  const script = path.join(root, 'scripts/bench/peers/torchPeer.py');
  const args = [script, JSON.stringify({ ...flat(task), ...options, threads: null })];
  const form = options.graph === 'bag' ? ', embedding_bag' : '';
  const label = options.cudaGraphs ? 'PyTorch, CUDA graphs' : `PyTorch, ${options.device}${form}`;
  return { label, command: python, args, env: {} };
}

let python: string | null | undefined;

/** The first Python that has PyTorch; PYTHON names another. */
export function pythonWithTorch(): string | null {
  python ??=
    [process.env.PYTHON, 'python3', '/usr/bin/python3', 'python']
      .filter((name) => name !== undefined)
      .find((name) => spawnSync(name, ['-c', 'import torch']).status === 0) ?? null;
  return python;
}

export function hasCuda(): boolean {
  const found = pythonWithTorch();
  return found !== null && spawnSync(found, ['-c', 'import torch; torch.zeros(1).cuda()']).status === 0;
}

/** A task as those who know nothing of our configurations read it. */
function flat({ config, ...sizes }: BenchTask): object {
  return { ...sizes, ...config };
}

function node(outDir: string, file: string, label: string, adapter: AdapterChoice, argument: object): PeerCommand {
  return {
    label,
    command: process.execPath,
    // Without it tfjs's tape lives at the mercy of a small default heap.
    args: ['--max-old-space-size=8192', path.join(outDir, `${file}.mjs`), JSON.stringify(argument)],
    env: environmentFor(adapter),
  };
}
