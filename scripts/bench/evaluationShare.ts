/** What part of an epoch the evaluation at its end takes: full ranking on the device, and from scores that are read. */
import type { Engine, SparseMatrix } from '@/engine/types';
import { evaluate } from '@/eval/evaluate';
import type { Protocol, SplitParts } from '@/eval/types';
import { type CsrMatrix, rowListsFromPairs, rowOf } from '@/lib/csr';
import { randomStream } from '@/lib/random';
import type { Scorer } from '@/lib/scorer';
import type { NeuralModel, TrainingData } from '@/models/types';
import { createBatchSource } from '@/train/batches';
import { neuralScorer } from '@/train/neuralScorer';

export interface EvaluationShare {
  numUsers: number;
  stepsPerEpoch: number;
  /** each of a round, so that ratios are of neighbours in time */
  stepMs: number[];
  deviceMs: number[];
  /** scores read, lists made on the CPU */
  readMs: number[];
}

export interface ShareOptions {
  /** the first users of the data; all by default */
  maxUsers?: number;
  /** whose time stands for an epoch's */
  steps: number;
  rounds: number;
}

const SEED = 1;

/** @param build a model of these data */
export async function evaluationShare(
  engine: Engine,
  build: (sparse: (matrix: CsrMatrix) => SparseMatrix) => NeuralModel,
  data: TrainingData,
  { maxUsers = data.numUsers, steps, rounds }: ShareOptions,
): Promise<EvaluationShare> {
  const matrices: { dispose(): void }[] = [];
  const model = build((matrix) => {
    const uploaded = engine.createSparse(matrix);
    matrices.push(uploaded);
    return uploaded;
  });
  const parameters = engine.createParameters(model.initialParameters());
  const source = createBatchSource(model.batches, data, SEED);
  const epoch = source.epoch(0);
  const training = await engine.prepareTraining(parameters, epoch.batch(0), model.loss, model.adam);
  const { openRanking, ...read } = neuralScorer(engine, parameters, model);
  if (!openRanking) throw new Error('this device does not rank');
  const parts = partsOf(data);
  const users = Int32Array.from({ length: Math.min(maxUsers, data.numUsers) }, (_, user) => user);

  const train = async () => {
    const count = Math.min(steps, epoch.steps);
    training.steps(count, (step) => ({ batch: epoch.batch(step), dropoutSeed: step }));
    await engine.readLoss(parameters);
    return count;
  };
  const rank = (scorer: Scorer) => evaluate(scorer, parts, 'valid', { protocol: {} as Protocol, users });
  const share: EvaluationShare = {
    numUsers: users.length,
    stepsPerEpoch: source.stepsPerEpoch,
    stepMs: [],
    deviceMs: [],
    readMs: [],
  };
  // The first round compiles.
  for (let round = 0; round <= rounds; round++) {
    const [count, trainMs] = await timed(train);
    const [onDevice, deviceMs] = await timed(() => rank({ ...read, openRanking }));
    const [fromScores, readMs] = await timed(() => rank(read));
    if (JSON.stringify(onDevice.table) !== JSON.stringify(fromScores.table))
      throw new Error('two metrics of one model');
    if (round === 0) continue;
    share.stepMs.push(trainMs / count);
    share.deviceMs.push(deviceMs);
    share.readMs.push(readMs);
  }
  training.dispose();
  parameters.dispose();
  for (const matrix of matrices) matrix.dispose();
  return share;
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const started = performance.now();
  return [await work(), performance.now() - started];
}

/** For each user one item that the user has not watched. */
function partsOf({ numUsers, numItems, train }: TrainingData): SplitParts {
  const random = randomStream(SEED, 'split');
  const users = Int32Array.from({ length: numUsers }, (_, user) => user);
  const heldOut = users.map((user) => {
    const seen = new Set(rowOf(train, user));
    let item = random.integer(numItems);
    while (seen.has(item)) item = random.integer(numItems);
    return item;
  });
  const valid = rowListsFromPairs(numUsers, users, heldOut);
  return { items: { length: numItems }, train, valid, test: rowListsFromPairs(numUsers, [], []) };
}
