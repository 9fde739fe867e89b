/** A small attention map without names, as a button that shows it large. */
import { useEffect, useRef } from 'react';
import { useThemed } from '@/components/useThemed';
import styles from './AttentionThumb.module.css';
import type { Cell } from './attentionMaps';
import { attentionTheme, drawAttention } from './drawAttention';
import { thumbGeometry } from './geometry';
import { paintCanvas } from './paintCanvas';

export interface AttentionThumbProps {
  /** [n * n] */
  map: Float32Array;
  length: number;
  end: number;
  chosen: Cell;
  name: string;
  /** names the button: what a click does */
  label: string;
  onOpen: () => void;
}

const SIZE = 200;

export function AttentionThumb({ map, length, end, chosen, name, label, onOpen }: AttentionThumbProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemed(attentionTheme);
  useEffect(() => {
    if (canvas.current === null) return;
    const geometry = thumbGeometry(length, SIZE, devicePixelRatio || 1);
    paintCanvas(canvas.current, geometry, theme.surface, (pen) =>
      drawAttention(pen, { map, length, names: null, end, chosen: null, hovered: null }, geometry, theme, 1),
    );
  }, [map, length, end, theme]);
  return (
    <button
      type="button"
      className={styles.thumb}
      aria-label={label}
      title={label}
      onClick={onOpen}
      data-testid="attention-thumb"
    >
      <span className={styles.name}>{name}</span>
      <span className={styles.picture}>
        <canvas ref={canvas} aria-hidden />
        <span
          className={styles.row}
          style={{ insetBlockStart: `${(100 * chosen.row) / length}%`, blockSize: `${100 / length}%` }}
          aria-hidden
        />
      </span>
    </button>
  );
}
