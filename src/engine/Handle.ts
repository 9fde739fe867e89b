/** What ops see of a value: a tfjs tensor, or a value of a step that is being recorded. */
export interface Handle {
  readonly shape: number[];
  readonly size: number;
  readonly dtype: string;
  /** The same values in another shape. */
  reshape(shape: number[]): Handle;
}
