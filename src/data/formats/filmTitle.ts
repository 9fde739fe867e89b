/** MovieLens writes "Quiet Orbit, The (1995)"; people read "The Quiet Orbit", and 1995 beside it. */
export interface FilmTitle {
  title: string;
  year: number | null;
}

/** "(1995)" at the end, after which MovieLens may add "(V)" for a film made for video. */
const YEAR = /^(.*\S)\s*\((\d{4})\)\s*(?:\(V\))?\s*$/s;
/** An article behind the comma, before the end or before a translation in brackets. */
const ARTICLE = /^(.+), (The|A|An)((?: \(.*\))?)$/s;

/** Takes the year off the end and puts an English article in front. A text that is nothing but a year stays. */
export function filmTitle(text: string): FilmTitle {
  const dated = YEAR.exec(text);
  const name = (dated ? dated[1] : text).trim();
  return { title: name.replace(ARTICLE, '$2 $1$3'), year: dated ? Number(dated[2]) : null };
}
