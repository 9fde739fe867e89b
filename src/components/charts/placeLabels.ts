/** Keeps the names at the ends of lines readable: no two that could touch come closer than a gap. */

export interface LabelBox {
  /** where the label would like its middle, in pixels from the top */
  y: number;
  /** horizontal extent; labels that do not share any of it never push each other */
  left: number;
  right: number;
}

/**
 * Vertical places for labels, as near to where they want to be as the gap allows (least squares, by pooling adjacent
 * violators), within [top, bottom]. Where they cannot all fit, the gap shrinks evenly.
 * @returns a y for each box, in the order given
 */
export function placeLabels(boxes: readonly LabelBox[], top: number, bottom: number, gap = 15): number[] {
  const placed = boxes.map((box) => box.y);
  for (const group of groupsInTouch(boxes)) {
    const sorted = group.toSorted((a, b) => boxes[a].y - boxes[b].y);
    const room = Math.max(0, bottom - top);
    const used = sorted.length > 1 ? Math.min(gap, room / (sorted.length - 1)) : gap;
    spread(
      sorted.map((index) => boxes[index].y),
      top,
      bottom,
      used,
    ).forEach((y, position) => {
      placed[sorted[position]] = y;
    });
  }
  return placed;
}

/** Indices of boxes that share horizontal room, directly or through others. */
function groupsInTouch(boxes: readonly LabelBox[]): number[][] {
  const order = boxes.map((_, index) => index).sort((a, b) => boxes[a].left - boxes[b].left);
  const groups: number[][] = [];
  let reach = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    if (boxes[index].left >= reach) {
      groups.push([]);
    }
    groups[groups.length - 1].push(index);
    reach = Math.max(reach, boxes[index].right);
  }
  return groups;
}

/** @param wanted ascending */
function spread(wanted: number[], top: number, bottom: number, gap: number): number[] {
  // With label i shifted up by i gaps, "at least a gap apart" becomes "not descending": isotonic regression.
  const pools: { sum: number; count: number }[] = [];
  wanted.forEach((y, index) => {
    pools.push({ sum: y - index * gap, count: 1 });
    while (pools.length > 1) {
      const last = pools[pools.length - 1];
      const before = pools[pools.length - 2];
      if (before.sum / before.count <= last.sum / last.count) {
        break;
      }
      pools.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count });
    }
  });
  const highest = bottom - (wanted.length - 1) * gap;
  return pools
    .flatMap((pool) => Array<number>(pool.count).fill(pool.sum / pool.count))
    .map((y, index) => Math.max(top, Math.min(highest, y)) + index * gap);
}
