/** Which runs may be compared: those whose numbers were measured the same way, told by all that the protocol says. */
import { FULL_RANKING, protocolKey, protocolOf } from '@/eval/protocol';
import type { MetricKey, Protocol } from '@/eval/types';
import type { ModelId } from '@/models/types';
import { isOnData, type Run } from '@/state/runTypes';

export interface ProtocolGroup {
  /** tells groups apart */
  key: string;
  /** null until the first run of the group has numbers */
  protocol: Protocol | null;
  datasetName: string;
  /** of the data set in use */
  isCurrent: boolean;
  /** of the users and items of the data set in use: refits are */
  isOnData: boolean;
  runs: Run[];
}

/**
 * Runs by test protocol, the group of the data set in use first, its refits next, then by age. A run without test numbers
 * joins the runs on its data set: their protocol will be its own.
 */
export function protocolGroups(runs: readonly Run[], currentDatasetKey: string | null): ProtocolGroup[] {
  const groups = new Map<string, ProtocolGroup>();
  for (const run of runs) {
    const measured =
      testProtocol(run) ??
      runs.map((other) => (sameData(other, run) ? testProtocol(other) : null)).find(Boolean) ??
      null;
    const key = measured ? protocolKey(measured) : `data ${run.request.datasetKey}`;
    const group = groups.get(key) ?? {
      key,
      protocol: measured,
      datasetName: run.dataset.name,
      isCurrent: false,
      isOnData: false,
      runs: [],
    };
    group.runs.push(run);
    group.isCurrent ||= run.request.datasetKey === currentDatasetKey;
    group.isOnData ||= isOnData(run, currentDatasetKey);
    groups.set(key, group);
  }
  const place = (group: ProtocolGroup) => Number(group.isCurrent) + Number(group.isOnData);
  return [...groups.values()].sort((a, b) => place(b) - place(a));
}

/** How a group's numbers were measured; while it has none, how they will be. */
export function groupProtocol({ protocol, runs }: ProtocolGroup): Protocol {
  return protocol ?? protocolOf(runs[0].dataset, FULL_RANKING);
}

/** In what two ways of measuring differ: why their numbers say nothing about each other. */
export function protocolDifferences(a: Protocol, b: Protocol): (keyof Protocol)[] {
  const fields = Object.keys({ ...a, ...b }) as (keyof Protocol)[];
  return fields.filter((field) => field !== 'hash' && a[field] !== b[field]);
}

/** Groups put into one on a person's own wish: the first keeps its protocol, and what was mixed in stays known. */
export interface MixedGroup extends ProtocolGroup {
  /** ids of runs that were measured in another way than the group's protocol says */
  strangers: ReadonlySet<string>;
}

export function mixGroups(first: ProtocolGroup, others: readonly ProtocolGroup[]): MixedGroup {
  return {
    ...first,
    runs: [first, ...others].flatMap(({ runs }) => runs),
    strangers: new Set(others.flatMap(({ runs }) => runs.map(({ id }) => id))),
  };
}

/** What to beat, the stronger first. */
const BASELINES: readonly ModelId[] = ['ease', 'als', 'itemknn', 'markov', 'popularity'];

/** The run that others are measured against unless a person chooses one: the strongest simple model that is there. */
export function defaultBaseline(group: ProtocolGroup): Run | null {
  const ofModel = (model: ModelId) => group.runs.find((run) => run.request.model === model && run.finished !== null);
  return BASELINES.map(ofModel).find(Boolean) ?? null;
}

/** Ids of the runs with the highest value; ties are all best. `random` cannot be the best of anything. */
export function bestOf(runs: readonly Run[], value: (run: Run) => number | null): Set<string> {
  const values = runs.flatMap((run) => {
    const found = run.request.model === 'random' ? null : value(run);
    return found === null ? [] : [{ id: run.id, found }];
  });
  const most = Math.max(...values.map(({ found }) => found));
  return values.length < 2 ? new Set() : new Set(values.filter(({ found }) => found === most).map(({ id }) => id));
}

export function testValue(run: Run, metric: MetricKey): number | null {
  return run.finished?.test.values[metric] ?? null;
}

function testProtocol(run: Run): Protocol | null {
  return run.finished?.test.protocol ?? null;
}

/** Whether two runs' test numbers say something about each other. */
export function isMeasuredAlike(a: Run, b: Run): boolean {
  const [own, other] = [testProtocol(a), testProtocol(b)];
  return own !== null && other !== null && protocolKey(own) === protocolKey(other);
}

function sameData(a: Run, b: Run): boolean {
  return a.request.datasetKey === b.request.datasetKey;
}
