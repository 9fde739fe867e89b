/** Runs as they are kept, and back. */
import { modelSpec } from '@/models/catalog';
import { withLater } from '@/models/config';
import type { RunCard } from '@/worker/protocolStore';
import { type Run, UNSTARTED } from './runTypes';

/** What is kept of a run. */
export function cardOf(run: Run): RunCard {
  const { id, label, request, dataset, neural, numParameters, stepsPerEpoch, path } = run;
  const { history, lossPoints, finished, sweep, fromFile, createdAt } = run;
  return {
    id,
    label,
    request,
    dataset,
    neural,
    numParameters,
    stepsPerEpoch,
    path,
    history,
    lossPoints,
    finished,
    sweep,
    fromFile,
    createdAt,
  };
}

/** A kept run as the page lists it: ended, or to go on from its checkpoint. */
export function runOfCard(card: RunCard): Run {
  const { id, label, request, dataset, neural, numParameters, stepsPerEpoch } = card;
  const { history, finished, sweep, fromFile, createdAt } = card;
  const lastBest = history.findLast((record) => record.isBest)?.epoch;
  const ended = finished?.reason === 'stopped' ? 'stopped' : 'finished';
  return {
    ...UNSTARTED,
    id,
    label,
    request: { ...request, config: withLater(modelSpec(request.model), request.config) },
    dataset,
    neural,
    numParameters,
    stepsPerEpoch,
    path: card.path ?? null,
    status: finished ? ended : 'interrupted',
    // A checkpoint marks each epoch that was the best in its time.
    history: history.map((record) => (record.epoch === lastBest ? record : { ...record, isBest: false })),
    lossPoints: finished ? card.lossPoints : history.map(({ epoch, trainLoss }) => ({ epoch, loss: trainLoss })),
    finished,
    sweep,
    fromFile,
    createdAt,
  };
}
