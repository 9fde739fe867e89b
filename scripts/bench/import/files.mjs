/** Files to measure an import with: made up from a seed, a million rows as published MovieLens sets have them. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/** A small linear congruential generator: the same file each time. @param {number} seed */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @typedef {{ user: number, item: number, rating: number, time: number }} Row */

/**
 * How rows look in each file.
 * @type {{ name: string, header: string, write: (row: Row) => string }[]}
 */
export const FILES = [
  {
    name: 'ratings.csv',
    header: 'userId,movieId,rating,timestamp\n',
    write: ({ user, item, rating, time }) => `${user},${item},${rating.toFixed(1)},${time}\n`,
  },
  {
    name: 'ratings.dat',
    header: '',
    write: ({ user, item, rating, time }) => `${user}::${item}::${Math.ceil(rating)}::${time}\n`,
  },
  {
    name: 'anything.csv',
    header: 'customer,product,stars,date,title\n',
    write: ({ user, item, rating, time }) =>
      `u-${user},P${item},${rating},${new Date(time * 1000).toISOString()},"Film ${item}, the ""last"""\n`,
  },
];

/**
 * Users one after another, as MovieLens has them; popular items more often.
 * @param {string} path
 * @param {typeof FILES[number]} file
 * @param {number} numRows
 */
export async function writeRows(path, { header, write }, numRows) {
  const random = randomNumbers(42);
  const out = createWriteStream(path);
  out.write(header);
  const perUser = 165;
  let block = '';
  for (let i = 0; i < numRows; i++) {
    block += write({
      user: 1 + Math.floor(i / perUser),
      item: 1 + Math.floor(3706 * random() ** 2),
      rating: (1 + Math.floor(10 * random())) / 2,
      time: 956_703_932 + Math.floor(90_000_000 * random()),
    });
    if (block.length > 1 << 20) {
      if (!out.write(block)) await once(out, 'drain');
      block = '';
    }
  }
  out.end(block);
  await once(out, 'finish');
}
