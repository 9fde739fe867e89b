import { refitted } from '@/data/refit';
import type { PreparedDataset } from '@/data/types';
import type { HostArrays } from '@/engine/types';
import { newId } from '@/lib/newId';
import { NEURAL_MODELS } from '@/models/registry';
import { trainingData } from '@/models/trainingData';
import type { NeuralModelId } from '@/models/types';
import { checkTensors, differencesOf, type ModelFile, readModelFile } from '@/storage/modelFile';
import { ModelFileError } from '@/storage/safetensors';
import type { RunCard } from '@/storage/types';
import { vocabularyOf } from '@/storage/vocabulary';
import type { LoadedModel } from './protocolStore';

/**
 * A model file as a run on prepared data: read, held against the data, and its tensors against what the model has.
 * @param inUse the data in use; for a refitted model its refitted form is taken
 * @param onRead is given the parameters of a model that can be used
 */
export function loadModelFile(
  file: ArrayBuffer,
  fileName: string,
  inUse: PreparedDataset,
  onRead: (runId: string, values: HostArrays) => void,
): LoadedModel {
  try {
    const read = readModelFile(file);
    const dataset = read.data.refit ? refitted(inUse) : inUse;
    const differences = differencesOf(read, dataset.summary, vocabularyOf(dataset));
    if (differences.length > 0) {
      const sameRows = read.data.fingerprint === dataset.summary.fingerprint;
      return { step: 'differs', differences, settings: sameRows ? read.data.settings : null };
    }
    checkTensors(read.values, expectedTensors(read, dataset));
    const run = runOf(read, fileName, dataset);
    onRead(run.id, read.values);
    return { step: 'done', run };
  } catch (thrown) {
    if (!(thrown instanceof ModelFileError)) throw thrown;
    return { step: 'broken', what: thrown.what, details: thrown.details };
  }
}

/** Names and shapes of the model's parameters on these data. */
function expectedTensors({ model, config, seed }: ModelFile, dataset: PreparedDataset): HostArrays {
  // Nothing is scored here, so that its sizes stand for the matrix.
  const build = NEURAL_MODELS[model as NeuralModelId];
  return build(config, trainingData(dataset), seed, ({ numRows, numColumns }) => ({
    numRows,
    numColumns,
  })).initialParameters();
}

function runOf(file: ModelFile, fileName: string, { summary }: PreparedDataset): RunCard {
  const id = newId(file.model);
  const { model, config, seed, earlyStopping, history } = file;
  return {
    id,
    label: file.label,
    request: { runId: id, model, config, seed, datasetKey: summary.key, earlyStopping },
    dataset: summary,
    neural: true,
    numParameters: file.numParameters,
    stepsPerEpoch: null,
    history,
    lossPoints: history.map(({ epoch, trainLoss }) => ({ epoch, loss: trainLoss })),
    finished: file.finished,
    sweep: null,
    fromFile: fileName,
    createdAt: file.createdAt,
  };
}
