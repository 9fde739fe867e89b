/**
 * The value that would stand at `index` if the values were ascending (Hoare's quickselect, about linear time). Changes
 * their order. @throws RangeError if there is no such place
 */
export function nthSmallest(values: Float64Array, index: number): number {
  if (!(index >= 0 && index < values.length)) throw new RangeError(`no place ${index} among ${values.length} values`);
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = middleOf(values[low], values[(low + high) >>> 1], values[high]);
    let left = low;
    let right = high;
    // Equal values are exchanged too: that keeps both sides even where many are equal.
    while (left <= right) {
      while (values[left] < pivot) left++;
      while (values[right] > pivot) right--;
      if (left > right) break;
      const kept = values[left];
      values[left++] = values[right];
      values[right--] = kept;
    }
    if (index <= right) high = right;
    else if (index >= left) low = left;
    else return values[index];
  }
  return values[index];
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
