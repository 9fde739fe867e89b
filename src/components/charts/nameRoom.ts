/** Characters of a value behind a name: " 0.172" and a little. */
const VALUE_CHARACTERS = 6;
/** Mean advance of Inter at 12 px, a little generous. */
const CHARACTER_WIDTH = 6.9;

/** How much room a chart needs at its right for names with values, in pixels at usual text size. */
export function nameRoom(labels: readonly string[], withValues = true): number {
  const longest = Math.max(0, ...labels.map((label) => label.length));
  return Math.min(190, Math.max(70, (longest + (withValues ? VALUE_CHARACTERS : 0)) * CHARACTER_WIDTH + 14));
}
