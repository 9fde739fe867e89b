/** The parameters of one model on the device, behind the opaque `ParameterSet`. */
import { PlaygroundError } from '@/lib/errors';
import type { AdamSlot } from './kernels/Kernels';
import { type Tensor, tf } from './tf';
import type { HostArray, HostArrays, ParameterSet } from './types';

/** Where else than in the tensors a parameter set can be: in the buffers of a program that takes its steps. */
export interface Residence {
  /** Copies values and moments to the tensors. */
  pull(): void;
  /** The sum of the losses since it was last taken, and of how many steps; null where there were none. */
  takeLoss(): { sum: Promise<number>; steps: number } | null;
}

export class Parameters implements ParameterSet {
  readonly names: readonly string[];
  /** Adam steps taken */
  step: number;
  /** Sum of the losses since they were last read, on the device; null when there were none. */
  lossSum: Tensor | null = null;
  lossCount = 0;
  /** Where the parameters are as they are after the last step; null: in the tensors. */
  residence: Residence | null = null;
  /** Whether the tensors hold the same. */
  tensorsAreFresh = true;
  private readonly formerResidences = new Set<Residence>();
  private disposed = false;

  constructor(
    readonly slots: ReadonlyMap<string, AdamSlot>,
    step: number,
    private readonly onDispose: () => void,
  ) {
    this.names = [...slots.keys()];
    this.step = step;
  }

  /** Before tensors are read. @param writing whether they will be written, so that they alone are right */
  settle(writing: boolean): void {
    if (this.residence && !this.tensorsAreFresh) this.residence.pull();
    this.tensorsAreFresh = true;
    // Losses of steps that were taken there stay to be read.
    if (writing && this.residence) {
      this.formerResidences.add(this.residence);
      this.residence = null;
    }
  }

  /** Losses that programs have added up and nobody has read. */
  takeProgramLosses(): { sum: Promise<number>; steps: number }[] {
    const all = [...this.formerResidences, ...(this.residence ? [this.residence] : [])];
    this.formerResidences.clear();
    return all.flatMap((residence) => residence.takeLoss() ?? []);
  }

  values(): Record<string, Tensor> {
    return Object.fromEntries([...this.slots].map(([name, slot]) => [name, slot.value]));
  }

  addLoss(loss: Tensor): void {
    const before = this.lossSum;
    this.lossSum = tf.keep(before ? before.add(loss) : loss.clone());
    before?.dispose();
    this.lossCount++;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.residence = null;
    for (const slot of this.slots.values()) {
      slot.value.dispose();
      slot.firstMoment.dispose();
      slot.secondMoment.dispose();
    }
    this.lossSum?.dispose();
    this.lossSum = null;
    this.onDispose();
  }
}

/**
 * Uploads an array. The data is copied: an in-place update must never reach the caller's array.
 * @throws PlaygroundError 'shape'
 */
export function upload(name: string, array: HostArray): Tensor {
  const { shape, data } = array;
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== data.length) {
    throw new PlaygroundError('shape', `${name}: shape [${shape}] needs ${size} values, got ${data.length}`);
  }
  return tf.tensor(data.slice(), shape, data instanceof Int32Array ? 'int32' : 'float32');
}

/** Values of `names`, with moments of zero or as given. */
export function makeSlots(
  values: HostArrays,
  moments: { first: HostArrays; second: HostArrays } | null,
): Map<string, AdamSlot> {
  const slots = new Map<string, AdamSlot>();
  for (const [name, array] of Object.entries(values)) {
    const moment = (from: HostArrays | undefined) =>
      from ? upload(name, from[name]) : tf.tensor(new Float32Array(array.data.length), array.shape, 'float32');
    slots.set(name, {
      value: upload(name, array),
      firstMoment: moment(moments?.first),
      secondMoment: moment(moments?.second),
    });
  }
  return slots;
}
