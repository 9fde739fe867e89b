/** What a planned step takes on a device: for the program that makes the buffers, and for whoever asks beforehand. */
import type { Plan } from './makePlan';

/** Bytes of batches that are on the device at a time. */
const BATCH_BYTES = 4 * 1024 * 1024;
const MOST_STEPS = 512;
/** Offsets into a uniform buffer are multiples of this. */
export const UNIFORM_ALIGNMENT = 256;

export interface ProgramSizes {
  /** steps that are loaded at a time, at most */
  capacity: number;
  /** bytes of the plan's buffers in their order; those that exist already have their own size */
  buffers: number[];
  stepBytes: number;
  /** of each dispatch, in one buffer */
  wordBytes: number[];
}

/** @param maxBufferBytes what the device can bind at once */
export function programSizes(plan: Plan, maxBufferBytes: number): ProgramSizes {
  const recordBytes = 4 * plan.record.stride;
  const limit = Math.min(BATCH_BYTES, maxBufferBytes);
  const capacity = Math.max(1, Math.min(MOST_STEPS, Math.floor(limit / recordBytes)));
  return {
    capacity,
    buffers: plan.buffers.map(({ key, bytes, external }) =>
      external ? bytes : bufferBytes(key === 'batch' ? capacity * recordBytes : bytes),
    ),
    stepBytes: bufferBytes(capacity * UNIFORM_ALIGNMENT),
    wordBytes: plan.dispatches.map(({ words }) => roundUp(words.byteLength, UNIFORM_ALIGNMENT)),
  };
}

/** Whole vectors of four, and never nothing. */
export function bufferBytes(bytes: number): number {
  return Math.max(16, roundUp(bytes, 16));
}

function roundUp(bytes: number, multiple: number): number {
  return Math.ceil(bytes / multiple) * multiple;
}
