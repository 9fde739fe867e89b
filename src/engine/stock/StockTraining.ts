/** Training with tfjs alone: `tf.train.adam` over a loss of its own ops, as its documentation shows. */
import { openBackend } from '../backend/openBackend';
import { type Tensor, tf } from '../tf';
import type { DeviceChoice, DeviceInfo, HostArrays } from '../types';
import { type StockModel, stockLoss } from './stockModels';
import { uploadBatch } from './stockOps';

export class StockTraining {
  private lastLoss: Tensor | null = null;

  private constructor(
    readonly device: DeviceInfo,
    private readonly optimizer: tf.Optimizer,
    private readonly variables: Record<string, tf.Variable>,
    private readonly loss: (batch: Record<string, Tensor>) => Tensor,
    private readonly kept: Tensor[],
    private readonly close: () => void,
  ) {}

  /**
   * Takes tfjs's one WebGPU backend, and puts tfjs's own settings back: small ops may run on the CPU.
   * @param values initial parameters
   */
  static async create(
    choice: DeviceChoice,
    model: StockModel,
    values: HostArrays,
    adam: { learningRate: number; beta1: number; beta2: number; epsilon: number },
  ): Promise<StockTraining> {
    const backend = await openBackend(choice);
    tf.env().set('WEBGPU_CPU_FORWARD', true);
    const variables = Object.fromEntries(
      Object.entries(values).map(([name, { shape, data }]) => [name, tf.variable(tf.tensor(data, shape), true)]),
    );
    const { loss, kept } = stockLoss(model);
    const optimizer = tf.train.adam(adam.learningRate, adam.beta1, adam.beta2, adam.epsilon);
    return new StockTraining(
      backend.device,
      optimizer,
      variables,
      (batch) => loss(variables, batch),
      kept,
      backend.close,
    );
  }

  /** Queues one step. */
  step(batch: HostArrays): void {
    this.lastLoss?.dispose();
    const tensors = uploadBatch(batch);
    this.lastLoss = this.optimizer.minimize(() => this.loss(tensors) as tf.Scalar, true);
    tf.dispose(tensors);
  }

  /** The loss of the last step; waits for the device. null before the first one. */
  async readLoss(): Promise<number | null> {
    return this.lastLoss ? (await this.lastLoss.data())[0] : null;
  }

  dispose(): void {
    this.lastLoss?.dispose();
    this.optimizer.dispose();
    tf.dispose([...Object.values(this.variables), ...this.kept]);
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    this.close();
  }
}
