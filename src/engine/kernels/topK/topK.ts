/**
 * The best candidates of each row on WebGPU, exactly and in the order of evaluation: higher scores, then what is not
 * relevant, then lower items.
 *
 * A tournament: the row is cut into about as many chunks as a chunk has items, and a thread for each finds its best
 * candidate. Then a thread for each row takes the best of the chunks' best K times; the chunk that it came from brings
 * its next one, the best of those that come after. So a row costs one look at all scores and K looks at twice their
 * root, all in the same order for all rows: nothing is sorted, no thread waits for another, and none goes its own way.
 *
 * Scores are compared as whole numbers in the same order, since shaders may assume that floats are never infinite.
 */
import { MARKS_PER_WORD, markWords, RELEVANT, SEEN } from '@/lib/marks';
import type { Tensor } from '../../tf';
import type { GpuKernel, KernelIo } from '../gpu/GpuKernel';
import type { GpuRunner } from '../gpu/GpuRunner';

export function topK(runner: GpuRunner, scores: Tensor, marks: Tensor, k: number): Tensor {
  const [rows, numItems] = scores.shape as [number, number];
  const words = markWords(numItems);
  const chunkWords = Math.max(1, Math.round(Math.sqrt(numItems) / MARKS_PER_WORD));
  const chunks = Math.ceil(words / chunkWords);
  const keys = runner.output([rows, chunks], 'int32');
  const places = runner.output([rows, chunks], 'int32');
  const result = runner.output([rows, 2 * k]);
  const sizes = { rows, numItems, words, chunks, chunkWords };
  runner.run(BEST_OF_CHUNKS, { scores, marks }, { keys, places }, sizes, rows * chunks);
  runner.run(TAKE_BEST, { scores, marks }, { keys, places, result }, { ...sizes, k }, rows);
  keys.dispose();
  places.dispose();
  return result;
}

/** What no candidate has. */
const NOTHING = '-2147483648';
const NOT_A_NUMBER = '2147483647';
/** Set in the place of a relevant item, so that it comes after all others of its score. */
const RELEVANT_BIT = '0x1000000';

const FUNCTIONS = `
/** A whole number for the bits of a float, in the same order; 0 and -0 are equal, and what is no number is above all. */
fn orderOfScore(bits: i32) -> i32 {
  let magnitude = bits & 0x7fffffff;
  let ordered = bits ^ ((bits >> 31u) & 0x7fffffff);
  return select(select(ordered, 0, magnitude == 0), ${NOT_A_NUMBER}, magnitude > 0x7f800000);
}
`;

const INPUTS = { scores: 'i32', marks: 'i32' } as const;
const WORDS = { rows: 'u32', numItems: 'u32', words: 'u32', chunks: 'u32', chunkWords: 'u32' } as const;

/**
 * Finds the best candidate of `chunk` of `row`: `key` and `place`.
 * @param condition which candidates count
 */
function searchChunk({ read, word }: KernelIo, condition: string): string {
  return `var key = i32(${NOTHING});
  var place = 0;
  let lastWord = min((chunk + 1u) * ${word('chunkWords')}, ${word('words')});
  for (var w = chunk * ${word('chunkWords')}; w < lastWord; w++) {
    var marks = ${read('marks', `row * ${word('words')} + w`)};
    let end = min((w + 1u) * ${MARKS_PER_WORD}u, ${word('numItems')});
    for (var item = w * ${MARKS_PER_WORD}u; item < end; item++) {
      let itsKey = orderOfScore(${read('scores', `row * ${word('numItems')} + item`)});
      let mark = marks & 3;
      marks >>= 2u;
      let counts = itsKey == ${NOT_A_NUMBER} || mark != ${SEEN};
      let itsPlace = i32(item) | select(0, ${RELEVANT_BIT}, mark == ${RELEVANT} && itsKey != ${NOT_A_NUMBER});
      let better = itsKey > key || (itsKey == key && itsPlace < place);
      if (counts && better${condition}) {
        key = itsKey;
        place = itsPlace;
      }
    }
  }`;
}

const BEST_OF_CHUNKS: GpuKernel = {
  key: 'topK/bestOfChunks',
  inputs: INPUTS,
  outputs: ['keys', 'places'],
  integerOutputs: ['keys', 'places'],
  words: WORDS,
  functions: FUNCTIONS,
  body: (io) => `
  if (index >= ${io.word('rows')} * ${io.word('chunks')}) { return; }
  let row = index / ${io.word('chunks')};
  let chunk = index % ${io.word('chunks')};
  ${searchChunk(io, '')}
  ${io.write('keys', 'index', 'key')}
  ${io.write('places', 'index', 'place')}`,
};

const TAKE_BEST: GpuKernel = {
  key: 'topK/takeBest',
  inputs: INPUTS,
  outputs: ['keys', 'places', 'result'],
  integerOutputs: ['keys', 'places'],
  words: { ...WORDS, k: 'u32' },
  functions: FUNCTIONS,
  body: (io) => {
    const { read, write, word } = io;
    return `
  if (index >= ${word('rows')}) { return; }
  let row = index;
  for (var taken = 0u; taken < ${word('k')}; taken++) {
    var bestKey = i32(${NOTHING});
    var bestPlace = 0;
    var chunk = 0u;
    for (var c = 0u; c < ${word('chunks')}; c++) {
      let itsKey = ${read('keys', `row * ${word('chunks')} + c`)};
      let itsPlace = ${read('places', `row * ${word('chunks')} + c`)};
      if (itsKey > bestKey || (itsKey == bestKey && itsPlace < bestPlace)) {
        bestKey = itsKey;
        bestPlace = itsPlace;
        chunk = c;
      }
    }
    let found = bestKey != ${NOTHING};
    let best = bestPlace & ${Number(RELEVANT_BIT) - 1};
    let at = row * 2u * ${word('k')} + taken;
    let itsBits = ${read('scores', `row * ${word('numItems')} + u32(best)`)};
    ${write('result', 'at', 'select(-1.0, f32(best), found)')}
    ${write('result', `at + ${word('k')}`, 'bitcast<f32>(select(0, itsBits, found))')}
    ${searchChunk(io, ' && (itsKey < bestKey || (itsKey == bestKey && itsPlace > bestPlace))')}
    ${write('keys', `row * ${word('chunks')} + chunk`, 'key')}
    ${write('places', `row * ${word('chunks')} + chunk`, 'place')}
  }`;
  },
};

export const TOP_K_KERNELS: readonly GpuKernel[] = [BEST_OF_CHUNKS, TAKE_BEST];
