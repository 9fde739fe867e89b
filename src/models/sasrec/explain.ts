/**
 * SASRec explained by what happens when a film is left out: the sequence without it is scored again. An effect, not a
 * part: other films take its place, so effects do not add up to the score. Somebody new needs no fit: the model reads
 * the sequence.
 */
import type { Scorer } from '@/lib/scorer';
import { scoreSequences } from '@/lib/scoreSequences';
import type { SequenceReading } from '../attention';
import { noSuchInside } from '../inside';
import type { BuildExplainer } from '../types';
import type { LeftOutWhy } from '../why';
import { readSequence } from './attention';
import { blocksOf } from './inside';

/** The newest films are left out, one at a time. */
const MOST_LEFT_OUT = 20;

/** How the item's score changes with each of the newest films of the history. */
export async function leaveOneOut(scorer: Scorer, history: Int32Array, item: number): Promise<LeftOutWhy> {
  const numEarlier = Math.max(0, history.length - MOST_LEFT_OUT);
  const places = Array.from({ length: history.length - numEarlier }, (_, k) => numEarlier + k);
  const without = places.map((place) => history.filter((_, other) => other !== place));
  const [score, ...rest] = await scoreSequences(scorer, [history, ...without], item);
  return {
    kind: 'leftOut',
    score,
    parts: places.map((place, k) => ({ item: history[place], value: score - rest[k] })),
    numEarlier,
  };
}

export const explainSASRec: BuildExplainer = (config, _data, { scorer, snapshot }) => {
  // Whoever walks through a map asks about the same sequence again and again.
  let latest: { key: string; reading: Promise<SequenceReading> } | null = null;
  const read = (items: Int32Array): Promise<SequenceReading> => {
    const key = items.join();
    if (latest?.key !== key) {
      const asked = { key, reading: snapshot().then((values) => readSequence(values, config, items)) };
      asked.reading.catch(() => {
        if (latest === asked) latest = null;
      });
      latest = asked;
    }
    return latest.reading;
  };
  return {
    why: (_user, history, item) => leaveOneOut(scorer, history, item),
    foldIn: (items) => scoreSequences(scorer, [items], null),
    read,
    async inside(question) {
      if (question.kind !== 'blocks') throw noSuchInside(question);
      const items = Int32Array.from(question.items);
      return blocksOf(await read(items), items, question.next);
    },
  };
};
