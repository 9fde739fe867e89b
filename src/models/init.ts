/** Initial values of parameters, each from its own random stream, so that adding one changes no other. */
import type { HostArray } from '@/engine/types';
import { type RandomStream, randomStream } from '@/lib/random';

function filled(shape: number[], value: () => number): HostArray {
  const data = new Float32Array(shape.reduce((size, n) => size * n, 1));
  for (let i = 0; i < data.length; i++) data[i] = value();
  return { shape, data };
}

/** Makes arrays for one seed; every call takes the next stream. */
export class Initializer {
  private index = 0;

  constructor(private readonly seed: number) {}

  private next(): RandomStream {
    return randomStream(this.seed, 'init', this.index++);
  }

  /** Normal with mean 0. */
  normal(shape: number[], standardDeviation: number): HostArray {
    const random = this.next();
    return filled(shape, () => standardDeviation * random.normal());
  }

  /** Normal with variance 2 / (fan-in + fan-out). Glorot and Bengio, AISTATS 2010. */
  glorotNormal(shape: [number, number]): HostArray {
    return this.normal(shape, Math.sqrt(2 / (shape[0] + shape[1])));
  }

  /** Uniform in +-sqrt(6 / (fan-in + fan-out)). Glorot and Bengio, AISTATS 2010. */
  glorotUniform(shape: [number, number]): HostArray {
    const random = this.next();
    const limit = Math.sqrt(6 / (shape[0] + shape[1]));
    return filled(shape, () => limit * (2 * random.uniform() - 1));
  }

  zeros(shape: number[]): HostArray {
    return filled(shape, () => 0);
  }

  ones(shape: number[]): HostArray {
    return filled(shape, () => 1);
  }
}

/** Makes no numbers: for whoever asks for shapes only. */
export class ShapesOnly extends Initializer {
  constructor() {
    super(0);
  }

  override normal(shape: number[]): HostArray {
    return { shape, data: NOTHING };
  }

  override glorotUniform(shape: [number, number]): HostArray {
    return { shape, data: NOTHING };
  }

  override zeros(shape: number[]): HostArray {
    return { shape, data: NOTHING };
  }

  override ones(shape: number[]): HostArray {
    return { shape, data: NOTHING };
  }
}

const NOTHING = new Float32Array(0);
