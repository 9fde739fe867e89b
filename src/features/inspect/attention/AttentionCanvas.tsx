/** An attention map on a canvas: walked by keys cell by cell, chosen by a click, told by a tooltip. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useSize } from '@/components/charts/useSize';
import { useThemed } from '@/components/useThemed';
import { VisuallyHidden } from '@/components/VisuallyHidden';
import styles from './AttentionCanvas.module.css';
import { type Cell, cellAfterKey, strongestOf } from './attentionMaps';
import { attentionTheme, drawAttention } from './drawAttention';
import { cellAt, FONT_SIZE, type Geometry, mapGeometry } from './geometry';
import { paintCanvas } from './paintCanvas';

export interface AttentionCanvasProps {
  /** [n * n] */
  map: Float32Array;
  /** of the n films, oldest first */
  names: readonly string[];
  /** weight with the last colour */
  end: number;
  /** places within the map */
  chosen: Cell;
  onChoose: (cell: Cell) => void;
  label: string;
  /** how to use the keys */
  help: string;
  /** what is said of a cell that the keyboard reaches */
  tell: (cell: Cell) => string;
  tooltip: (cell: Cell) => ReactNode;
  testId: string;
}

/** Whoever holds an arrow key down hears the cell where they stop. */
const SAY_AFTER_MS = 150;
const TOOLTIP_WIDTH = 260;

export function AttentionCanvas(props: AttentionCanvasProps) {
  const { map, names, end, chosen, onChoose, label, help, tell, tooltip, testId } = props;
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(frame);
  const theme = useThemed(attentionTheme);
  const [hovered, setHovered] = useState<Cell | null>(null);
  const [said, setSaid] = useState('');
  const [areFontsReady, setFontsReady] = useState(false);
  const length = names.length;
  const geometry = size === null ? null : geometryOf(names, size.width, size.height, size.scale, theme.fontFamily);
  const shownHover = hovered !== null && hovered.row < length ? hovered : null;

  // names are drawn in the page's font: again once it is there
  useEffect(() => {
    let current = true;
    void document.fonts.ready.then(() => current && setFontsReady(true));
    return () => {
      current = false;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: all that is drawn; geometry follows from it
  useEffect(() => {
    if (canvas.current === null || geometry === null || size === null) return;
    paintCanvas(canvas.current, geometry, theme.surface, (pen) =>
      drawAttention(pen, { map, length, names, end, chosen, hovered: shownHover }, geometry, theme, size.scale),
    );
  }, [map, names, end, chosen.row, chosen.column, shownHover, size, theme, areFontsReady]);

  const walk = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(walk.current), []);
  const walkTo = (cell: Cell) => {
    onChoose(cell);
    clearTimeout(walk.current);
    walk.current = setTimeout(() => setSaid(tell(cell)), SAY_AFTER_MS);
    const element = frame.current;
    if (element === null || geometry === null) return;
    // a map larger than its frame is moved so that the cell is seen
    const x = geometry.left + cell.column * geometry.cell;
    const y = geometry.top + cell.row * geometry.cell;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = element;
    if (x < scrollLeft + geometry.left) element.scrollLeft = x - geometry.left;
    else if (x + geometry.cell > scrollLeft + clientWidth) element.scrollLeft = x + geometry.cell - clientWidth;
    if (y < scrollTop) element.scrollTop = y;
    else if (y + geometry.cell > scrollTop + clientHeight) element.scrollTop = y + geometry.cell - clientHeight;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = cellAfterKey(event.key, chosen, length);
    if (next === null) return;
    event.preventDefault();
    walkTo(next);
  };

  const spot = (event: PointerEvent) => {
    const at = canvas.current?.getBoundingClientRect();
    if (geometry === null || at === undefined) return null;
    return cellAt(geometry, length, event.clientX - at.left, event.clientY - at.top);
  };
  const onPointerMove = (event: PointerEvent) => {
    const cell = spot(event);
    const next = cell !== null && cell.column >= 0 ? cell : null;
    if (next?.row !== hovered?.row || next?.column !== hovered?.column) setHovered(next);
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const cell = spot(event);
    if (cell === null) return;
    // a name chooses its row, and there what it looks at most
    onChoose(cell.column >= 0 ? cell : { row: cell.row, column: strongestOf(map, length, cell.row) });
  };

  return (
    <div className={styles.around}>
      <div
        ref={frame}
        className={styles.frame}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: cells are walked with keys
        tabIndex={0}
        role="application"
        aria-label={label}
        aria-describedby={`${id}-help`}
        onKeyDown={onKeyDown}
        onScroll={() => setHovered(null)}
        data-testid={testId}
        data-row={chosen.row}
        data-column={chosen.column}
        data-films={length}
      >
        <canvas
          ref={canvas}
          className={styles.canvas}
          aria-hidden
          onPointerMove={onPointerMove}
          onPointerDown={onPointerDown}
          onPointerLeave={() => setHovered(null)}
        />
        <VisuallyHidden>
          <span id={`${id}-help`}>{help}</span>
          <span role="status" data-testid={`${testId}-said`}>
            {said}
          </span>
        </VisuallyHidden>
      </div>
      {shownHover !== null && geometry !== null && size !== null && (
        <div
          className={styles.tooltip}
          style={tooltipPlace(geometry, shownHover, size.width, size.height, frame.current)}
          data-testid="attention-tooltip"
        >
          {tooltip(shownHover)}
        </div>
      )}
    </div>
  );
}

/** Right below a cell, or before it where there is no room. */
function tooltipPlace(geometry: Geometry, cell: Cell, width: number, height: number, frame: HTMLElement | null) {
  const x = geometry.left + (cell.column + 1) * geometry.cell - (frame?.scrollLeft ?? 0);
  const y = geometry.top + (cell.row + 1) * geometry.cell - (frame?.scrollTop ?? 0);
  return {
    insetInlineStart: Math.min(x + 6, Math.max(0, width - TOOLTIP_WIDTH)),
    ...(y > height - 90 ? { insetBlockEnd: height - y + geometry.cell + 6 } : { insetBlockStart: y + 6 }),
  };
}

let ruler: CanvasRenderingContext2D | null = null;

function geometryOf(names: readonly string[], width: number, height: number, scale: number, font: string): Geometry {
  ruler ??= document.createElement('canvas').getContext('2d');
  let longest = 0;
  if (ruler !== null) {
    // bold, as the chosen one is
    ruler.font = `600 ${FONT_SIZE * scale}px ${font}`;
    for (const name of names) longest = Math.max(longest, ruler.measureText(name).width);
  }
  return mapGeometry(names.length, longest, { width, height, ratio: devicePixelRatio || 1, scale });
}
