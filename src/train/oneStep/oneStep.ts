/**
 * One training step on one element, on a copy of a run's parameters: scores and loss before, gradients, Adam's update,
 * scores and loss after. Gradients come from the engine, by the model's own loss; Adam is applied here, in plain loops.
 * Dropout is left out, so that before and after differ by the step alone.
 */
import { adamReference } from '@/engine/kernels/adam/adam.reference';
import { rowsOf } from '@/engine/kernels/adam/rows';
import type { Engine, HostArray, HostArrays, ParameterState } from '@/engine/types';
import { rankOf } from '@/eval/ranking';
import { rowOf } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import type { NeuralModel, TrainingData } from '@/models/types';
import { scoresFrom } from '../neuralScorer';
import { drawElement } from './element';
import type { StepMoment, StepQuestion, StepTrial, TensorStep, WorkedNumber } from './types';

export const MOST_STEPS = 20;

export interface StepSource {
  engine: Engine;
  model: NeuralModel;
  data: TrainingData;
  /** 'softmax' has all films as negatives, whatever was sampled */
  loss: unknown;
  /** of the run; copied, never written to */
  values: HostArrays;
  /** in the middle of training; null once it is over */
  moments: Pick<ParameterState, 'firstMoments' | 'secondMoments' | 'step'> | null;
}

/** @throws PlaygroundError 'too-few-interactions' where the user has nothing to learn from */
export async function tryStep(source: StepSource, question: StepQuestion): Promise<StepTrial> {
  const { engine, model, data } = source;
  const { userIndex, draw } = question;
  const steps = Math.max(1, Math.min(question.steps, MOST_STEPS));
  const element = drawElement(model, data, userIndex, draw);
  const own = rowOf(data.train, userIndex);
  const adam = optimiser(source, question.moments === 'run');
  const set = engine.createParameters(source.values);
  const scores = () => scoresFrom(engine, set, model, element.scoreInputs);
  try {
    const first = await scores();
    const { positive, candidates } = element;
    const negativeIs = source.loss === 'softmax' ? 'rival' : candidates ? 'candidate' : 'sampled';
    const negative = negativeIs === 'sampled' ? element.negative : rivalOf(first, positive, candidates ?? first.keys());
    const momentOf = (now: Float32Array, loss: number): StepMoment => ({
      loss,
      positive: now[element.positive],
      negative: now[negative],
      rank: rankOf(
        now,
        element.positive,
        own.filter((item) => item !== element.positive),
        new Int32Array(0),
      ),
    });
    const moments: StepMoment[] = [];
    let before = first;
    let gradients: HostArrays = {};
    for (let step = 0; step < steps; step++) {
      const read = await engine.gradients(set, element.batch, model.loss, null);
      gradients = read.gradients;
      moments.push(momentOf(before, read.loss));
      adam.step(gradients);
      engine.writeValues(set, adam.values);
      before = await scores();
    }
    const { data: after } = await engine.run(set, element.batch, model.loss);
    moments.push(momentOf(before, after[0]));
    return {
      userIndex,
      kind: model.batches.kind,
      history: element.history,
      positive: element.positive,
      negative,
      negativeIs,
      moments,
      ...adam.told(gradients, data),
      adam: model.adam,
      runMoments: source.moments?.step ?? null,
    };
  } finally {
    set.dispose();
  }
}

/** The film of some with the highest score beside one. */
function rivalOf(scores: Float32Array, positive: number, among: Iterable<number>): number {
  let best = -1;
  for (const item of among) if (item !== positive && (best < 0 || scores[item] > scores[best])) best = item;
  // all that was drawn is the film itself
  return best < 0 ? positive : best;
}

const copy = ({ shape, data }: HostArray): HostArray => ({ shape: [...shape], data: Float32Array.from(data) });
const zeros = ({ shape, data }: HostArray): HostArray => ({ shape: [...shape], data: new Float32Array(data.length) });
const mapped = (arrays: HostArrays, make: (array: HostArray) => HostArray): HostArrays =>
  Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, make(array)]));

/** Adam on arrays of its own, which remembers the last step. */
function optimiser({ values: given, moments, model }: StepSource, withMoments: boolean) {
  const { learningRate, beta1, beta2, epsilon, rows } = model.adam;
  const values = mapped(given, copy);
  const kept = withMoments ? moments : null;
  const first = kept ? mapped(kept.firstMoments, copy) : mapped(given, zeros);
  const second = kept ? mapped(kept.secondMoments, copy) : mapped(given, zeros);
  let count = kept?.step ?? 0;
  let last = values;
  return {
    values,
    step(gradients: HostArrays) {
      count++;
      last = mapped(values, copy);
      for (const [name, { data }] of Object.entries(gradients)) {
        adamReference(
          values[name].data as Float32Array,
          first[name].data as Float32Array,
          second[name].data as Float32Array,
          data as Float32Array,
          {
            ...{ learningRate, beta1, beta2, epsilon, rows },
            ...{ correction1: 1 - beta1 ** count, correction2: 1 - beta2 ** count },
          },
          rowsOf(values[name].shape).columns,
        );
      }
    },
    told(gradients: HostArrays, data: TrainingData): Pick<StepTrial, 'tensors' | 'worked' | 'row' | 'rowOf'> {
      const tensors = Object.entries(gradients)
        .map(([name, gradient]) => tensorStep(name, gradient, last[name], values[name]))
        .sort((a, b) => b.gradientNorm - a.gradientNorm);
      const { tensor, at } = largestIn(gradients);
      const { shape } = values[tensor];
      const width = shape[shape.length - 1];
      const row = Math.floor(at / width);
      const rowIn = (arrays: HostArrays) => Array.from(arrays[tensor].data.subarray(row * width, (row + 1) * width));
      const worked: WorkedNumber = {
        tensor,
        row,
        column: at % width,
        before: last[tensor].data[at],
        gradient: gradients[tensor].data[at],
        firstMoment: first[tensor].data[at],
        secondMoment: second[tensor].data[at],
        correction1: 1 - beta1 ** count,
        correction2: 1 - beta2 ** count,
        after: values[tensor].data[at],
      };
      return {
        tensors,
        worked,
        row: { before: rowIn(last), gradient: rowIn(gradients), after: rowIn(values) },
        rowOf: ownerOf(shape, row, data),
      };
    },
  };
}

function tensorStep(name: string, gradient: HostArray, before: HostArray, after: HostArray): TensorStep {
  const { shape, data } = gradient;
  const isTable = shape.length === 2 && shape[1] > 1;
  const width = isTable ? shape[1] : 1;
  let squares = 0;
  let change = 0;
  let touched = 0;
  for (let row = 0; row * width < data.length; row++) {
    let isTouched = false;
    for (let at = row * width; at < (row + 1) * width; at++) {
      squares += data[at] ** 2;
      change += (after.data[at] - before.data[at]) ** 2;
      isTouched ||= data[at] !== 0;
    }
    if (isTouched) touched++;
  }
  return {
    name,
    shape,
    gradientNorm: Math.sqrt(squares),
    changeNorm: Math.sqrt(change),
    touched,
    total: data.length / width,
  };
}

function largestIn(gradients: HostArrays): { tensor: string; at: number } {
  let best = { tensor: Object.keys(gradients)[0], at: 0 };
  let largest = -1;
  for (const [tensor, { data }] of Object.entries(gradients)) {
    for (let at = 0; at < data.length; at++) {
      if (Math.abs(data[at]) <= largest) continue;
      largest = Math.abs(data[at]);
      best = { tensor, at };
    }
  }
  if (largest < 0) throw new PlaygroundError('unknown', 'the model has no parameters');
  return best;
}

/** Whose embedding a row of a table is. */
function ownerOf([rows]: number[], row: number, { numUsers, numItems }: TrainingData): StepTrial['rowOf'] {
  if (rows === numUsers + numItems) {
    return row < numUsers ? { side: 'users', index: row } : { side: 'items', index: row - numUsers };
  }
  if (rows === numUsers) return { side: 'users', index: row };
  return rows === numItems ? { side: 'items', index: row } : null;
}
