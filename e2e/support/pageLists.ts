/** What lists of films on the page say, by their attributes. */
import type { Locator } from '@playwright/test';

export const itemsOf = (rows: Locator): Promise<number[]> =>
  rows.evaluateAll((elements) => elements.map((row) => Number((row as HTMLElement).dataset.itemIndex)));

export const valuesOf = (rows: Locator): Promise<number[]> =>
  rows.evaluateAll((elements) => elements.map((row) => Number((row as HTMLElement).dataset.value)));

export const numberOf = async (place: Locator, attribute: string) => Number(await place.getAttribute(attribute));

export const sum = (numbers: number[]) => numbers.reduce((total, value) => total + value, 0);

/** A score as a list writes it, and half a unit of its last digit. */
export function writtenScore(text: string): { value: number; half: number } {
  const plain = text.replace('−', '-').replaceAll(',', '');
  return { value: Number(plain), half: 0.5 * 10 ** -(plain.split('.')[1]?.length ?? 0) + 1e-9 };
}
