/** The page's side of the import benchmark: the real CPU worker, spoken to as the page does; no device, no React. */
import * as Comlink from 'comlink';
import { DEFAULT_PREPARE } from '@/data/types';
import type { CpuService, ImportProgress, Outcome } from '@/worker/protocol';
import type { ImportSource, ImportStep } from '@/worker/protocolImport';

export interface Measured {
  rows: number;
  /** reading, from the first progress of that stage to the first of preparing */
  readMs: number;
  /** all of it, until the answer is on the page */
  totalMs: number;
  /** longest time for which the page could not answer */
  longestGapMs: number;
  numProgress: number;
}

const TIMER_MS = 5;
const worker = new Worker(new URL('../../../src/worker/cpu.worker.ts', import.meta.url), { type: 'module' });
const cpu = Comlink.wrap<CpuService>(worker);

function chosen(): ImportSource {
  const file = document.querySelector('input')?.files?.[0];
  if (!file) throw new Error('no file is chosen');
  return { name: file.name, files: [{ path: file.name, blob: file }] };
}

/** Imports what is chosen; where columns are asked for, the guess is taken. */
async function read(onProgress: (progress: ImportProgress) => void): Promise<Outcome<ImportStep>> {
  const answer = await cpu.importFiles(chosen(), DEFAULT_PREPARE, Comlink.proxy(onProgress));
  if (!answer.ok || answer.value.step !== 'map') return answer;
  return cpu.importMapped(answer.value.preview.mapping, DEFAULT_PREPARE, Comlink.proxy(onProgress));
}

async function measure(): Promise<Measured> {
  let longestGapMs = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longestGapMs = Math.max(longestGapMs, now - last - TIMER_MS);
    last = now;
  }, TIMER_MS);
  let readingFrom = Number.NaN;
  let readingTo = Number.NaN;
  let numProgress = 0;
  const started = performance.now();
  const answer = await read(({ stage }) => {
    numProgress++;
    if (stage === 'reading' && Number.isNaN(readingFrom)) readingFrom = performance.now();
    if (stage === 'preparing' && Number.isNaN(readingTo)) readingTo = performance.now();
  });
  const totalMs = performance.now() - started;
  clearInterval(timer);
  if (!answer.ok) throw new Error(answer.error.message);
  if (answer.value.step !== 'done') throw new Error(`asked: ${answer.value.step}`);
  const rows = answer.value.summary.before.interactions;
  return { rows, readMs: readingTo - readingFrom, totalMs, longestGapMs, numProgress };
}

/**
 * Cancels so long after the first word of a stage.
 * @returns ms until the import has answered 'cancelled'; null if it was over before
 */
async function cancel(stage: ImportProgress['stage'], afterMs: number): Promise<number | null> {
  let begun = false;
  let askedAt = Number.NaN;
  const answer = await read((progress) => {
    if (begun || progress.stage !== stage || (stage === 'reading' && progress.rows === 0)) return;
    begun = true;
    setTimeout(() => {
      askedAt = performance.now();
      void cpu.cancelImport();
    }, afterMs);
  });
  if (Number.isNaN(askedAt) || answer.ok) return null;
  if (answer.error.code !== 'cancelled') throw new Error(answer.error.message);
  return performance.now() - askedAt;
}

Object.assign(globalThis, { benchmark: { measure, cancel } });
