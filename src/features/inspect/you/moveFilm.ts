/** The list with one film at another place; the others close up. Places beyond the ends mean the ends. */
export function moveFilm(films: readonly number[], from: number, to: number): number[] {
  const moved = films.slice();
  const [film] = moved.splice(from, 1);
  moved.splice(Math.max(0, Math.min(to, moved.length)), 0, film);
  return moved;
}
