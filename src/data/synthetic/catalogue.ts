/** The sample's films: genres, years, how many people want to see them, and which belong together. */
import { type RandomStream, shuffle } from '@/lib/random';
import { type Genre, SAMPLE_GENRES, titleMaker } from './titles';

export interface Film {
  title: string;
  year: number;
  /** seconds since 1970; nobody watches it before */
  released: number;
  /** one to three indices into SAMPLE_GENRES, the first is what it is mostly */
  genres: number[];
  /** how likely it is picked among films of its genre, unnormalised */
  appeal: number;
  /** how much better than expected people find it, in stars */
  quality: number;
  /** -1 outside franchises */
  franchise: number;
  /** from 1; 0 outside franchises */
  part: number;
}

/** Popularity falls with rank r as (r + HEAD)^-EXPONENT (Zipf-Mandelbrot): a long tail without one film for everybody. */
const ZIPF_HEAD = 6;
const ZIPF_EXPONENT = 1;
/** Franchises start this much further up the ranks than chance. */
const FRANCHISE_APPEAL = 2;
/** Of the films, about this share belongs to a franchise. */
const FRANCHISE_SHARE = 0.33;
const FEWEST_PARTS = 2;
const MOST_PARTS = 5;
/** Few start a franchise in the middle. */
const SEQUEL_APPEAL = 0.12;
const FIRST_YEAR = 1952;
const LAST_YEAR = 2024;
const NUMERALS = ['', 'I', 'II', 'III', 'IV', 'V'];
const YEAR_SECONDS = 31_556_952;

export function makeCatalogue(numItems: number, random: RandomStream): { films: Film[]; franchiseNames: string[] } {
  const makeTitle = titleMaker(random);
  const films: Film[] = [];
  const franchiseNames: string[] = [];
  while (films.length < numItems) {
    const isFranchise = films.length + MOST_PARTS <= numItems && films.length % 100 < FRANCHISE_SHARE * 100;
    const genres = drawGenres(random);
    const title = makeTitle(SAMPLE_GENRES[genres[0]] as Genre, isFranchise);
    const numParts = isFranchise ? FEWEST_PARTS + random.integer(MOST_PARTS - FEWEST_PARTS + 1) : 1;
    let year = drawYear(random) - (isFranchise ? 2 * numParts : 0);
    for (let part = 1; part <= numParts; part++) {
      films.push({
        title: part > 1 ? `${title} ${NUMERALS[part]}` : title,
        year,
        released: (year - 1970 + random.uniform()) * YEAR_SECONDS,
        genres,
        appeal: 1,
        quality: 0.45 * random.normal(),
        franchise: isFranchise ? franchiseNames.length : -1,
        part: isFranchise ? part : 0,
      });
      year += 1 + random.integer(3);
    }
    if (isFranchise) franchiseNames.push(title);
  }
  setAppeal(films, random);
  return { films, franchiseNames };
}

/** A main genre, and often one or two of its neighbours in the list. */
function drawGenres(random: RandomStream): number[] {
  const main = random.integer(SAMPLE_GENRES.length);
  const genres = [main];
  if (random.uniform() < 0.5) genres.push((main + 1) % SAMPLE_GENRES.length);
  if (random.uniform() < 0.15) genres.push((main + 5) % SAMPLE_GENRES.length);
  return genres;
}

/** Later years have more films. */
function drawYear(random: RandomStream): number {
  const late = Math.sqrt(random.uniform());
  return FIRST_YEAR + Math.floor(late * (LAST_YEAR - FIRST_YEAR + 1));
}

function setAppeal(films: Film[], random: RandomStream): void {
  const ranks = Int32Array.from(films.keys());
  shuffle(ranks, random);
  for (const [i, film] of films.entries()) {
    film.appeal = (ranks[i] + ZIPF_HEAD) ** -ZIPF_EXPONENT;
    if (film.part === 1) film.appeal *= FRANCHISE_APPEAL;
    if (film.part > 1) film.appeal *= SEQUEL_APPEAL;
  }
}
