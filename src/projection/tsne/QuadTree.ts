/**
 * Points in the plane, summed up by cells: the tree that makes t-SNE's repulsion n log n (Barnes and Hut 1986).
 *
 * Points are sorted along the Z curve, so that each cell's points lie together, and cells stand in the order in which a
 * walk meets them: `skip` says where to go on when a cell need not be opened, and no stack is needed.
 */

/** Halvings of the box: 16 bits for each axis. */
const DEPTH = 16;
/** Points nearer than this are in one place: far above the rounding of their centre. */
const MIN_WIDTH = 1e-9;
/** Cells with so few points are not divided. */
const LEAF_POINTS = 4;

export class QuadTree {
  private numCells = 0;
  /** the next cell beside this one, for each cell */
  private skip = new Int32Array(0);
  /** [cells] its points are order[first .. first + count) */
  private first = new Int32Array(0);
  private count = new Int32Array(0);
  private isLeaf = new Uint8Array(0);
  /** squared width, for each cell */
  private width2 = new Float64Array(0);
  /** centre of the cell's points */
  private cx = new Float64Array(0);
  private cy = new Float64Array(0);
  private readonly order: Int32Array;
  private readonly codes: Uint32Array;
  /** positions in the tree's order */
  private readonly xs: Float64Array;
  private readonly ys: Float64Array;

  constructor(private readonly n: number) {
    this.order = new Int32Array(n);
    this.codes = new Uint32Array(n);
    this.xs = new Float64Array(n);
    this.ys = new Float64Array(n);
    this.reserve(2 * n + 64);
  }

  /** @param positions [n * 2] */
  build(positions: Float64Array): void {
    const { n, order, codes } = this;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < n; i++) {
      left = Math.min(left, positions[2 * i]);
      right = Math.max(right, positions[2 * i]);
      top = Math.min(top, positions[2 * i + 1]);
      bottom = Math.max(bottom, positions[2 * i + 1]);
    }
    const width = Math.max(right - left, bottom - top, MIN_WIDTH);
    const toCell = (2 ** DEPTH - 1) / width;
    // the code above the index in one number: sorting plain numbers needs no comparison function
    const keys = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const code = interleave((positions[2 * i] - left) * toCell, (positions[2 * i + 1] - top) * toCell);
      keys[i] = code * 2 ** 20 + i;
    }
    keys.sort();
    for (let at = 0; at < n; at++) {
      const i = keys[at] % 2 ** 20;
      order[at] = i;
      codes[at] = Math.floor(keys[at] / 2 ** 20);
      this.xs[at] = positions[2 * i];
      this.ys[at] = positions[2 * i + 1];
    }
    this.numCells = 0;
    if (n > 0) this.addCell(0, n, 0, width * width * (1 + 1e-9));
  }

  /**
   * Repulsion on all points, and Z: force[i] = sum over j of q^2 (y_i - y_j), Z = sum over i != j of q, where
   * q = 1 / (1 + |y_i - y_j|^2). Cells that look smaller than theta count as one point.
   * @param force [n * 2], overwritten
   * @returns Z
   */
  repulsion(force: Float64Array, theta: number): number {
    const { n, numCells, skip, first, count, isLeaf, width2, cx, cy, xs, ys, order } = this;
    const opening = theta * theta;
    let z = 0;
    for (let at = 0; at < n; at++) {
      const x = xs[at];
      const y = ys[at];
      let [fx, fy] = [0, 0];
      for (let cell = 0; cell < numCells; ) {
        const dx = x - cx[cell];
        const dy = y - cy[cell];
        const square = dx * dx + dy * dy;
        if (width2[cell] < opening * square) {
          const q = 1 / (1 + square);
          const all = count[cell] * q;
          z += all;
          fx += all * q * dx;
          fy += all * q * dy;
          cell = skip[cell];
        } else if (isLeaf[cell] === 1) {
          for (let other = first[cell], end = other + count[cell]; other < end; other++) {
            if (other === at) continue;
            const ox = x - xs[other];
            const oy = y - ys[other];
            const q = 1 / (1 + ox * ox + oy * oy);
            z += q;
            fx += q * q * ox;
            fy += q * q * oy;
          }
          cell = skip[cell];
        } else cell++;
      }
      force[2 * order[at]] = fx;
      force[2 * order[at] + 1] = fy;
    }
    return z;
  }

  private addCell(from: number, to: number, depth: number, width2: number): void {
    const cell = this.numCells++;
    if (cell === this.skip.length) this.reserve(2 * cell);
    let [x, y] = [0, 0];
    for (let at = from; at < to; at++) {
      x += this.xs[at];
      y += this.ys[at];
    }
    this.cx[cell] = x / (to - from);
    this.cy[cell] = y / (to - from);
    this.first[cell] = from;
    this.count[cell] = to - from;
    this.width2[cell] = width2;
    const isLeaf = to - from <= LEAF_POINTS || depth === DEPTH;
    this.isLeaf[cell] = Number(isLeaf);
    if (!isLeaf) {
      const shift = 2 * (DEPTH - 1 - depth);
      for (let start = from; start < to; ) {
        const quarter = (this.codes[start] >>> shift) & 3;
        let end = start + 1;
        while (end < to && ((this.codes[end] >>> shift) & 3) === quarter) end++;
        this.addCell(start, end, depth + 1, width2 / 4);
        start = end;
      }
    }
    this.skip[cell] = this.numCells;
  }

  private reserve(cells: number): void {
    const grown = <T extends Int32Array | Uint8Array | Float64Array>(old: T, made: T): T => {
      made.set(old);
      return made;
    };
    this.skip = grown(this.skip, new Int32Array(cells));
    this.first = grown(this.first, new Int32Array(cells));
    this.count = grown(this.count, new Int32Array(cells));
    this.isLeaf = grown(this.isLeaf, new Uint8Array(cells));
    this.width2 = grown(this.width2, new Float64Array(cells));
    this.cx = grown(this.cx, new Float64Array(cells));
    this.cy = grown(this.cy, new Float64Array(cells));
  }
}

/** The bits of two 16-bit numbers in turns: neighbours in the plane are mostly neighbours in this order. */
function interleave(x: number, y: number): number {
  return (spread(y) * 2 + spread(x)) >>> 0;
}

function spread(value: number): number {
  let bits = Math.min(0xffff, Math.max(0, Math.floor(value)));
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}
