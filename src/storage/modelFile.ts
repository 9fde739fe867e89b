/** A trained model as a file: safetensors with all that is needed to use it, and to know what its numbers mean. */
import type { DatasetSummary, PrepareSettings } from '@/data/types';
import type { HostArrays } from '@/engine/types';
import { METRIC_KEYS } from '@/eval/metricKeys';
import { FULL_RANKING, protocolOf } from '@/eval/protocol';
import type { MetricTable, Protocol } from '@/eval/types';
import { MODELS } from '@/models/catalog';
import { validateConfig, withLater } from '@/models/config';
import type { Config, ModelId } from '@/models/types';
import type { EarlyStopping, EpochRecord } from '@/train/types';
import { ModelFileError, readSafetensors, writeSafetensors } from './safetensors';
import type { RunCard, RunResult } from './types';
import type { Vocabulary } from './vocabulary';

const FORMAT = 'recommender-playground';
/** Grows when a file of before can no longer be read as it was meant. */
export const FORMAT_VERSION = 1;

/** What a model was trained on. */
export interface TrainedOn {
  name: string;
  fingerprint: string;
  settings: PrepareSettings;
  refit: boolean;
}

/** What a model file says. */
export interface ModelFile {
  label: string;
  model: ModelId;
  config: Config;
  seed: number;
  earlyStopping: EarlyStopping;
  data: TrainedOn;
  vocabulary: Vocabulary;
  /** of the full ranking on these data */
  protocol: Protocol;
  finished: RunResult;
  history: EpochRecord[];
  numParameters: number;
  createdAt: number;
  values: HostArrays;
}

/** @throws Error for a run that has not ended */
export function writeModelFile(card: RunCard, vocabulary: Vocabulary, values: HostArrays): Blob {
  const { request, dataset, finished } = card;
  if (!finished) throw new Error(`${card.id} has not ended`);
  const data: TrainedOn = {
    name: dataset.name,
    fingerprint: dataset.fingerprint,
    settings: dataset.settings,
    refit: dataset.refit,
  };
  const fields: Record<string, unknown> = {
    label: card.label,
    model: request.model,
    config: request.config,
    seed: request.seed,
    early_stopping: request.earlyStopping,
    data,
    vocabulary,
    protocol: protocolOf(dataset, FULL_RANKING),
    result: finished,
    history: card.history,
    created_at: card.createdAt,
  };
  const metadata = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)]));
  return writeSafetensors({
    tensors: values,
    metadata: { format: FORMAT, format_version: String(FORMAT_VERSION), ...metadata },
  });
}

/**
 * Reads and checks everything that does not depend on data.
 * @throws ModelFileError naming what is wrong
 */
export function readModelFile(file: ArrayBuffer): ModelFile {
  const { tensors, metadata } = readSafetensors(file);
  if (metadata.format !== FORMAT) throw new ModelFileError('not-ours', { found: metadata.format ?? '–' });
  if (metadata.format_version !== String(FORMAT_VERSION)) {
    throw new ModelFileError('format-version', { found: metadata.format_version ?? '–', expected: FORMAT_VERSION });
  }
  const read = <T>(name: string, isSound: (value: T) => boolean): T => {
    try {
      const value = JSON.parse(metadata[name]) as T;
      if (isSound(value)) return value;
    } catch {
      // missing, or no JSON: as good as unsound
    }
    throw new ModelFileError('field', { name });
  };

  const model = read<ModelId>('model', (id) => typeof id === 'string');
  const spec = MODELS.find(({ id }) => id === model);
  if (!spec?.neural) throw new ModelFileError('model', { found: model });
  const config = read<Config>('config', isObject);
  const wrong = validateConfig(spec, config).filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) throw new ModelFileError('config', { name: wrong[0].parameter });
  for (const [name, { data }] of Object.entries(tensors)) {
    if (!data.every(Number.isFinite)) throw new ModelFileError('not-finite', { name });
  }

  return {
    label: read('label', (label) => typeof label === 'string' && label !== ''),
    model,
    config: withLater(spec, config),
    seed: read<number>('seed', Number.isInteger),
    earlyStopping: read<EarlyStopping>('early_stopping', (rule) => isObject(rule) && METRIC_KEYS.includes(rule.metric)),
    data: read<TrainedOn>(
      'data',
      (data) =>
        isObject(data) &&
        typeof data.name === 'string' &&
        typeof data.fingerprint === 'string' &&
        isObject(data.settings) &&
        typeof data.refit === 'boolean',
    ),
    vocabulary: read<Vocabulary>(
      'vocabulary',
      (words) => isObject(words) && Number.isInteger(words.numUsers) && Number.isInteger(words.numItems),
    ),
    protocol: read<Protocol>('protocol', isProtocol),
    finished: read<RunResult>('result', isResult),
    history: read<EpochRecord[]>('history', (records) => Array.isArray(records) && records.every(isRecord)),
    numParameters: Object.values(tensors).reduce((sum, { data }) => sum + data.length, 0),
    createdAt: read<number>('created_at', Number.isFinite),
    values: tensors,
  };
}

/** @throws ModelFileError 'tensors' for the first that is missing, too many, or of another shape than the model's */
export function checkTensors(values: HostArrays, expected: HostArrays): void {
  const shapeOf = (arrays: HostArrays, name: string) => (arrays[name] ? arrays[name].shape.join(' x ') : '–');
  for (const name of Object.keys({ ...expected, ...values })) {
    const [found, wanted] = [shapeOf(values, name), shapeOf(expected, name)];
    if (found !== wanted) throw new ModelFileError('tensors', { name, found, expected: wanted });
  }
}

/** One way in which data are not those that a model was trained on; texts under `saved:differs.<what>`. */
export type Difference =
  | { what: 'name' | 'fingerprint'; file: string; here: string }
  | { what: 'users' | 'items'; file: IdCount; here: IdCount }
  /** the page has words for protocols */
  | { what: 'split' | 'filter' | 'seed'; file: Protocol; here: Protocol };

/** How many ids, and which: eight hexadecimal digits. */
export interface IdCount {
  count: number;
  ids: string;
}

/**
 * Why a model cannot be used on data: its indices would mean other users or items, or it has learned from what is test
 * here. The name alone is no reason, but is told with others.
 * @param summary of the data with the same refit as the model's
 */
export function differencesOf(
  file: Pick<ModelFile, 'data' | 'vocabulary' | 'protocol'>,
  summary: DatasetSummary,
  vocabulary: Vocabulary,
): Difference[] {
  const here = protocolOf(summary, FULL_RANKING);
  const reasons: Difference[] = [];
  if (file.data.fingerprint !== summary.fingerprint) {
    reasons.push({ what: 'fingerprint', file: file.data.fingerprint, here: summary.fingerprint });
  }
  const users = { count: file.vocabulary.numUsers, ids: file.vocabulary.users };
  const usersHere = { count: vocabulary.numUsers, ids: vocabulary.users };
  if (!isSame(users, usersHere)) reasons.push({ what: 'users', file: users, here: usersHere });
  const items = { count: file.vocabulary.numItems, ids: file.vocabulary.items };
  const itemsHere = { count: vocabulary.numItems, ids: vocabulary.items };
  if (!isSame(items, itemsHere)) reasons.push({ what: 'items', file: items, here: itemsHere });
  for (const what of ['split', 'filter'] as const) {
    if (file.protocol[what] !== here[what]) reasons.push({ what, file: file.protocol, here });
  }
  // The same words with another seed are another split, if chance has a part in it.
  if (here.split.startsWith('random') && file.protocol.seed !== here.seed) {
    reasons.push({ what: 'seed', file: file.protocol, here });
  }
  if (reasons.length > 0 && file.data.name !== summary.name) {
    reasons.unshift({ what: 'name', file: file.data.name, here: summary.name });
  }
  return reasons;
}

function isSame(a: IdCount, b: IdCount): boolean {
  return a.count === b.count && a.ids === b.ids;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isProtocol(value: unknown): value is Protocol {
  const words = ['dataFingerprint', 'split', 'filter', 'candidates', 'masked', 'users', 'hash'];
  return (
    isObject(value) &&
    words.every((name) => typeof value[name] === 'string') &&
    typeof value.seed === 'number' &&
    typeof value.refit === 'boolean'
  );
}

function isTable(value: unknown): value is MetricTable {
  if (!isObject(value) || !isProtocol(value.protocol) || !isObject(value.values) || !isObject(value.lists))
    return false;
  const { values } = value;
  return Number.isInteger(value.numUsers) && METRIC_KEYS.every((key) => typeof values[key] === 'number');
}

function isResult(value: unknown): value is RunResult {
  return (
    isObject(value) &&
    isTable(value.valid) &&
    isTable(value.test) &&
    (value.bestEpoch === null || Number.isInteger(value.bestEpoch)) &&
    ['completed', 'early-stopped', 'stopped'].includes(String(value.reason)) &&
    Number.isFinite(value.inferenceMsPerUser) &&
    Number.isFinite(value.elapsedMs)
  );
}

function isRecord(value: unknown): value is EpochRecord {
  return (
    isObject(value) &&
    Number.isInteger(value.epoch) &&
    typeof value.trainLoss === 'number' &&
    (value.validLoss === null || typeof value.validLoss === 'number') &&
    isTable(value.metrics)
  );
}
