/** Lines that join the same film in neighbouring lists, and how alike those lists are. */
import { type RefObject, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDecimal } from '@/components/format';
import styles from './ListConnectors.module.css';
import { jaccard } from './overlap';

export interface ListConnectorsProps {
  /** the grid of columns; lines are drawn over it */
  grid: RefObject<HTMLDivElement | null>;
  /** in the order of the columns; null where a list is not there yet */
  lists: { runId: string; list: number[] | null }[];
  marked: number | null;
}

interface Line {
  key: string;
  path: string;
  isMarked: boolean;
}
interface Between {
  key: string;
  /** of the gap's middle, px */
  x: number;
  alike: number;
}

const NOTHING: { lines: Line[]; between: Between[] } = { lines: [], between: [] };

export function ListConnectors({ grid, lists, marked }: ListConnectorsProps) {
  const { t } = useTranslation('inspect');
  const [drawn, setDrawn] = useState(NOTHING);
  // The columns themselves know where their rows are: lines follow what is on the page.
  useLayoutEffect(() => {
    const element = grid.current;
    if (element === null) return;
    const draw = () => setDrawn(measure(element, lists, marked));
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    for (const column of element.children) observer.observe(column);
    return () => observer.disconnect();
  }, [grid, lists, marked]);
  return (
    <>
      <svg className={styles.lines} aria-hidden="true" data-testid="list-lines">
        {drawn.lines.map(({ key, path, isMarked }) => (
          <path key={key} d={path} className={isMarked ? styles.marked : styles.line} data-marked={isMarked} />
        ))}
      </svg>
      {drawn.between.map(({ key, x, alike }) => (
        <span
          key={key}
          className={styles.alike}
          style={{ insetInlineStart: x }}
          title={t('lists.alikeHelp')}
          data-testid="alike"
        >
          <span>{formatDecimal(alike, 2)}</span> {t('lists.alike')}
        </span>
      ))}
    </>
  );
}

function measure(grid: HTMLElement, lists: ListConnectorsProps['lists'], marked: number | null): typeof NOTHING {
  const origin = grid.getBoundingClientRect();
  const columns = lists.map(({ runId }) => grid.querySelector<HTMLElement>(`[data-run-id="${CSS.escape(runId)}"]`));
  const lines: Line[] = [];
  const between: Between[] = [];
  for (let c = 0; c + 1 < lists.length; c++) {
    const [left, right] = [columns[c], columns[c + 1]];
    const [a, b] = [lists[c].list, lists[c + 1].list];
    if (!left || !right || !a || !b) continue;
    const key = `${lists[c].runId} ${lists[c + 1].runId}`;
    const [leftBox, rightBox] = [left.getBoundingClientRect(), right.getBoundingClientRect()];
    between.push({ key, x: (leftBox.right + rightBox.left) / 2 - origin.left, alike: jaccard(a, b) });
    const common = a.filter((item) => b.includes(item));
    // The film that was clicked is joined wherever it is, below the lists too.
    if (marked !== null && !common.includes(marked)) common.push(marked);
    for (const item of common) {
      const [from, to] = [left, right].map((column) => column.querySelector(`button[data-item-index="${item}"]`));
      if (!from || !to) continue;
      const [fromBox, toBox] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
      const x0 = fromBox.right - origin.left + 2;
      const x1 = toBox.left - origin.left - 2;
      const y0 = fromBox.top + fromBox.height / 2 - origin.top;
      const y1 = toBox.top + toBox.height / 2 - origin.top;
      const middle = (x0 + x1) / 2;
      lines.push({
        key: `${key} ${item}`,
        path: `M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}`,
        isMarked: item === marked,
      });
    }
  }
  // the marked one last: on top
  return { lines: lines.sort((x, y) => Number(x.isMarked) - Number(y.isMarked)), between };
}
