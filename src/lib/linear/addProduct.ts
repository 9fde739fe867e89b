/** The one loop that linear algebra here spends its time in. */

/** Rows of `right` that stay in the first-level cache while all rows of `left` pass by. */
const STRIP = 32;

/** A dense matrix within a larger array: element (r, c) is `data[r * stride + c]`. */
export interface Dense {
  data: Float64Array;
  stride: number;
}

/**
 * target[i, j] += sign * sum over t < depth of left[i, t] * right[j, t], for rows i in [i0, i1) and columns j in
 * [j0, j1). Both factors have their rows in a row of memory; four rows by two are computed at once, so that each number
 * that is read is used several times. About three times as fast as the plain triple loop.
 */
export function addProduct(
  target: Dense,
  left: Dense,
  right: Dense,
  depth: number,
  sign: 1 | -1,
  [i0, i1]: readonly [number, number],
  [j0, j1]: readonly [number, number],
): void {
  for (let start = j0; start < j1; start += STRIP) {
    addStrip(target, left, right, depth, sign, i0, i1, start, Math.min(start + STRIP, j1));
  }
}

function addStrip(
  { data: c, stride: n }: Dense,
  { data: l, stride: ls }: Dense,
  { data: r, stride: rs }: Dense,
  depth: number,
  sign: number,
  i0: number,
  i1: number,
  j0: number,
  j1: number,
): void {
  const iWhole = i1 - ((i1 - i0) & 3);
  const jWhole = j1 - ((j1 - j0) & 1);
  for (let i = i0; i < iWhole; i += 4) {
    for (let j = j0; j < jWhole; j += 2) {
      let s00 = 0;
      let s01 = 0;
      let s10 = 0;
      let s11 = 0;
      let s20 = 0;
      let s21 = 0;
      let s30 = 0;
      let s31 = 0;
      let x0 = i * ls;
      let x1 = x0 + ls;
      let x2 = x1 + ls;
      let x3 = x2 + ls;
      let y0 = j * rs;
      let y1 = y0 + rs;
      for (const end = x0 + depth; x0 < end; x0++, x1++, x2++, x3++, y0++, y1++) {
        const r0 = r[y0];
        const r1 = r[y1];
        const l0 = l[x0];
        const l1 = l[x1];
        const l2 = l[x2];
        const l3 = l[x3];
        s00 += l0 * r0;
        s01 += l0 * r1;
        s10 += l1 * r0;
        s11 += l1 * r1;
        s20 += l2 * r0;
        s21 += l2 * r1;
        s30 += l3 * r0;
        s31 += l3 * r1;
      }
      let at = i * n + j;
      c[at] += sign * s00;
      c[at + 1] += sign * s01;
      at += n;
      c[at] += sign * s10;
      c[at + 1] += sign * s11;
      at += n;
      c[at] += sign * s20;
      c[at + 1] += sign * s21;
      at += n;
      c[at] += sign * s30;
      c[at + 1] += sign * s31;
    }
  }
  for (let i = i0; i < i1; i++) {
    for (let j = i < iWhole ? jWhole : j0; j < j1; j++) {
      let sum = 0;
      for (let t = 0, x = i * ls, y = j * rs; t < depth; t++, x++, y++) sum += l[x] * r[y];
      c[i * n + j] += sign * sum;
    }
  }
}
