/**
 * Products with a layer's weights, in plain loops: four rows at a time, so that what they share is read and written once,
 * and without the rows that ReLU left at 0. A fit for somebody new takes 2,500 ways through the network and back.
 *
 * Weights are [inputs * outputs], an input's row after the other.
 */

/** Room for the numbers of rows that count; a layer has at most this many inputs. */
let counted = new Int32Array(512);

/** Rows whose value is not 0, into `counted`. */
function count(values: Float64Array): number {
  if (counted.length < values.length) counted = new Int32Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) counted[n++] = i;
  return n;
}

/** to[o] += sum over i of values[i] * weights[i, o] */
export function addRows(weights: Float32Array, values: Float64Array, to: Float64Array): void {
  const n = count(values);
  const rows = counted;
  const outputs = to.length;
  let k = 0;
  for (; k + 3 < n; k += 4) {
    const a = values[rows[k]];
    const b = values[rows[k + 1]];
    const c = values[rows[k + 2]];
    const d = values[rows[k + 3]];
    let p = rows[k] * outputs;
    let q = rows[k + 1] * outputs;
    let r = rows[k + 2] * outputs;
    let s = rows[k + 3] * outputs;
    for (let o = 0; o < outputs; o++) {
      to[o] += a * weights[p++] + b * weights[q++] + c * weights[r++] + d * weights[s++];
    }
  }
  for (; k < n; k++) {
    const value = values[rows[k]];
    let p = rows[k] * outputs;
    for (let o = 0; o < outputs; o++) to[o] += value * weights[p++];
  }
}

/** to[i] = sum over o of weights[i, o] * from[o] where values[i] is not 0, else 0 */
export function rowProducts(weights: Float32Array, values: Float64Array, from: Float64Array, to: Float64Array): void {
  const n = count(values);
  const rows = counted;
  const outputs = from.length;
  to.fill(0);
  let k = 0;
  for (; k + 3 < n; k += 4) {
    let p = rows[k] * outputs;
    let q = rows[k + 1] * outputs;
    let r = rows[k + 2] * outputs;
    let s = rows[k + 3] * outputs;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let o = 0; o < outputs; o++) {
      const value = from[o];
      a += weights[p++] * value;
      b += weights[q++] * value;
      c += weights[r++] * value;
      d += weights[s++] * value;
    }
    to[rows[k]] = a;
    to[rows[k + 1]] = b;
    to[rows[k + 2]] = c;
    to[rows[k + 3]] = d;
  }
  for (; k < n; k++) {
    let p = rows[k] * outputs;
    let sum = 0;
    for (let o = 0; o < outputs; o++) sum += weights[p++] * from[o];
    to[rows[k]] = sum;
  }
}
