/** What ALS minimises by: shared by the fit and what explains it. */
export interface AlsParameters {
  factors: number;
  regularization: number;
  unobservedWeight: number;
  regExponent: number;
}

/** reg_u of a user with `count` of `others` items; the same for items. */
export function regularisationOf(
  { regularization, unobservedWeight, regExponent }: AlsParameters,
  count: number,
  others: number,
): number {
  return regularization * (count + unobservedWeight * others) ** regExponent;
}
