import { describe, expect, it } from 'vitest';
import type { ModelId } from '@/models/types';
import type { Run, RunProgress } from '@/state/runTypes';
import type { HistoryEntry } from '@/worker/protocol';
import { chosenRuns } from './chosenRuns';
import { dayStarts, historyStrip } from './historyStrip';

function aRun(id: string, model: ModelId, hasBegun = true): Run {
  const neural = model !== 'popularity' && model !== 'random';
  return {
    id,
    request: { model },
    neural,
    progress: hasBegun && neural ? ({} as RunProgress) : null,
    finished: hasBegun && !neural ? {} : null,
  } as Run;
}

const ids = (runs: Run[]) => runs.map((run) => run.id);

describe('chosenRuns', () => {
  const runs = [
    aRun('n1', 'neumf'),
    aRun('p', 'popularity'),
    aRun('r', 'random'),
    aRun('n2', 'neumf'),
    aRun('s1', 'sasrec'),
    aRun('s2', 'sasrec', false),
  ];

  it('takes the newest run of each model that can be asked, and Popularity last', () => {
    expect(ids(chosenRuns(runs, null))).toEqual(['n2', 's1', 'p']);
  });

  it('keeps what the user chose, without what was removed', () => {
    expect(ids(chosenRuns(runs, ['r', 'gone', 'n1']))).toEqual(['r', 'n1']);
  });

  it('falls back when everything that was chosen is gone', () => {
    expect(ids(chosenRuns(runs, ['gone']))).toEqual(['n2', 's1', 'p']);
  });

  it('takes what a view shows by default, and as many as it has room for', () => {
    const newest = (all: readonly Run[]) => all.slice(-1);
    expect(ids(chosenRuns(runs, null, newest))).toEqual(['s2']);
    expect(ids(chosenRuns(runs, ['n1', 'n2', 's1'], newest, 2))).toEqual(['n1', 'n2']);
    expect(ids(chosenRuns(runs, ['s2', 's1', 'n1', 'n2', 'p'], newest))).toHaveLength(4);
  });

  it('shows a model that only waits rather than none', () => {
    expect(ids(chosenRuns([aRun('l', 'lightgcn', false)], null))).toEqual(['l']);
    expect(ids(chosenRuns([aRun('r', 'random')], null))).toEqual(['r']);
  });
});

const entry = (itemIndex: number, time: number | null): HistoryEntry => ({ itemIndex, rating: 4, time });
const items = (entries: HistoryEntry[]) => entries.map(({ itemIndex }) => itemIndex);

describe('dayStarts', () => {
  const at = (date: string) => Date.parse(`${date}Z`) / 1000;

  it('tells a day once, and its year when that is new', () => {
    const days = ['2000-04-25T01:00', '2000-04-25T23:59', '2000-04-26T00:00', '2001-04-26T00:00'];
    const entries = days.map((day, item) => entry(item, at(day)));
    expect(dayStarts(entries, null)).toEqual(['date', null, 'day', 'date']);
    expect(dayStarts(entries, at('2000-04-25T00:30'))).toEqual([null, null, 'day', 'date']);
    expect(dayStarts(entries, at('2000-01-01T00:00'))[0]).toBe('day');
  });

  it('tells nothing where there are no times', () => {
    expect(dayStarts([entry(1, null), entry(2, null)], null)).toEqual([null, null]);
  });
});

describe('historyStrip', () => {
  const user = { userIndex: 0, userId: '1' };

  it('joins training and validation in time order and finds the cut', () => {
    const strip = historyStrip(
      { ...user, train: [entry(1, 10), entry(2, 20)], valid: [entry(3, 15)], test: [entry(5, 40), entry(4, 30)] },
      10,
    );
    expect(items(strip.known)).toEqual([1, 3, 2]);
    expect(items(strip.heldOut)).toEqual([4, 5]);
    expect(strip).toMatchObject({ cut: 30, numEarlier: 0 });
  });

  it('folds the oldest away', () => {
    const strip = historyStrip({ ...user, train: [entry(1, 1), entry(2, 2), entry(3, 3)], valid: [], test: [] }, 2);
    expect(items(strip.known)).toEqual([2, 3]);
    expect(strip).toMatchObject({ numEarlier: 1, cut: null });
  });

  it('draws no cut in time where the split is not by time, or there are no times', () => {
    const random = historyStrip({ ...user, train: [entry(1, 50)], valid: [], test: [entry(2, 40)] }, 9);
    expect(random.cut).toBeNull();
    const untimed = historyStrip(
      { ...user, train: [entry(2, null), entry(1, null)], valid: [], test: [entry(3, null)] },
      9,
    );
    expect(untimed.cut).toBeNull();
    expect(items(untimed.known)).toEqual([2, 1]);
  });
});
