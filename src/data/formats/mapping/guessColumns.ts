/** Which column is what, by its name and by what stands in it. */
import { type ColumnMapping, IMPORT_COLUMNS, type ImportColumn } from '../../importTypes';
import { isNumber, parseDate } from '../convertRow';
import { SECONDS, timeDivisorOf } from '../timeDivisor';

/** What people call the columns, without blanks, case and punctuation; what comes first is the better name. */
const NAMES: Record<ImportColumn, readonly string[]> = {
  user: 'userid user uid userindex useridx username reviewerid reviewer customerid customer memberid member visitorid visitor profileid accountid account clientid client personid person listenerid listener readerid reader buyerid buyer authorid author sessionid session u'.split(
    ' ',
  ),
  item: 'itemid item iid movieid movie filmid film productid product asin parentasin songid song trackid track artistid artist albumid album bookid book isbn gameid game appid articleid article newsid news businessid business placeid place recipeid recipe animeid anime jokeid joke itemindex itemidx sku contentid postid videoid i'.split(
    ' ',
  ),
  rating: 'rating ratings score stars star overall overallrating bookrating userrating vote grade preference'.split(
    ' ',
  ),
  timestamp:
    'timestamp time datetime date unixreviewtime unixtime ts ratedat createdat reviewtime reviewdate eventtime visittime published updatedat ratingdate ratingtime t'.split(
      ' ',
    ),
  title:
    'title itemtitle movietitle filmtitle booktitle producttitle name itemname moviename artistname trackname'.split(
      ' ',
    ),
  genres: 'genres genre categories category tags moviegenres'.split(' '),
};

/** Lower case letters and digits; `user_id:token` (RecBole) is userid. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/:[a-z_]+$/, '')
    .replace(/[^a-z0-9]/g, '');
}

export function isKnownName(name: string): boolean {
  const word = plain(name);
  return word.length > 1 && IMPORT_COLUMNS.some((role) => NAMES[role].includes(word));
}

/**
 * @param names of the header, null where there is none
 * @param records below it, each as long as the header
 */
export function guessColumns(names: string[] | null, records: string[][]): ColumnMapping['columns'] {
  const columns: ColumnMapping['columns'] = {
    user: null,
    item: null,
    rating: null,
    timestamp: null,
    title: null,
    genres: null,
  };
  const taken = new Set<number>();
  const take = (role: ImportColumn, column: number) => {
    columns[role] = column;
    taken.add(column);
  };
  const numColumns = names?.length ?? records[0]?.length ?? 0;

  const free = () => Array.from({ length: numColumns }, (_, i) => i).filter((column) => !taken.has(column));
  const valuesOf = (column: number) => records.map((record) => record[column].trim()).filter((text) => text !== '');
  const isBlank = (column: number) => records.length > 0 && valuesOf(column).length === 0;

  if (names) {
    const words = names.map(plain);
    for (const role of IMPORT_COLUMNS) {
      const named = NAMES[role].flatMap((candidate) => free().filter((column) => words[column] === candidate));
      const filled = named.find((column) => !isBlank(column));
      if (filled !== undefined) take(role, filled);
      // Whatever it is called, a column of nothing is no rating and no time: not one row could be read. A title or a
      // genre may come further down.
      else if (named.length > 0 && role !== 'rating' && role !== 'timestamp') take(role, named[0]);
    }
  }

  // Names that say nothing of a time or a rating are taken at their word, where they say who and what. Dates are dates.
  const known = names !== null && columns.user !== null && columns.item !== null;
  if (columns.timestamp === null) {
    const isTime = known ? isDate : (text: string) => isDate(text) || isTimeNumber(text);
    const time = free().findLast((column) => valuesOf(column).length > 0 && valuesOf(column).every(isTime));
    if (time !== undefined) take('timestamp', time);
  }
  if (!known) {
    if (columns.rating === null) {
      // Who and what are needed first: of two columns none is a rating.
      const needed = Number(columns.user === null) + Number(columns.item === null);
      const rating = free()
        .slice(needed)
        .find((column) => areRatings(valuesOf(column)));
      if (rating !== undefined) take('rating', rating);
    }
    for (const role of ['user', 'item'] as const) {
      if (columns[role] === null && free().length > 0) take(role, free()[0]);
    }
  }
  return columns;
}

function isDate(text: string): boolean {
  return parseDate(text) !== null;
}

/** Nine digits or more, but not the hundred billions of an id that counts everything. */
function isTimeNumber(text: string): boolean {
  if (!isNumber(text)) return false;
  const value = Number(text);
  return value / timeDivisorOf([text]) >= SECONDS.from && value / timeDivisorOf([text]) < 4.1e9;
}

/** Few different numbers, none of them large. */
function areRatings(values: string[]): boolean {
  if (values.length === 0 || !values.every(isNumber)) return false;
  const numbers = values.map(Number);
  const different = new Set(numbers).size;
  return Math.max(...numbers) <= 100 && (different <= 11 || numbers.some((value) => !Number.isInteger(value)));
}
