/** The scatter itself, on a canvas: thousands of users are too many elements. The lists beside it are its keyboard way. */
import { useEffect, useMemo, useRef } from 'react';
import { useSize } from '@/components/charts/useSize';
import { modelStyle } from '@/components/modelStyle';
import type { ModelId } from '@/models/types';
import styles from './UserScatter.module.css';
import type { UserPair } from './userPairs';

export interface UserScatterProps {
  pairs: readonly UserPair[];
  model: ModelId;
  name: string;
  xName: string;
  yName: string;
  /** null where users cannot be looked at */
  onChoose: ((user: number) => void) | null;
}

const MARGIN = 44;
const JITTER = 0.012;
const REACH = 10;

export function UserScatter({ pairs, model, name, xName, yName, onChoose }: UserScatterProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(frame);
  const side = size ? Math.max(0, Math.min(size.width, size.height)) : 0;
  const spots = useMemo(
    () =>
      pairs.map(({ user, x, y }) => ({
        user,
        x: MARGIN + (x + jitter(2 * user)) * (side - MARGIN - REACH),
        y: side - MARGIN - (y + jitter(2 * user + 1)) * (side - MARGIN - REACH),
      })),
    [pairs, side],
  );

  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext('2d');
    if (!element || !pen || side === 0) return;
    const ratio = devicePixelRatio || 1;
    element.width = side * ratio;
    element.height = side * ratio;
    pen.scale(ratio, ratio);
    const style = getComputedStyle(element);
    const token = (value: string) => (/^var\((.+)\)$/.exec(value) ? style.getPropertyValue(value.slice(4, -1)) : value);
    const end = side - MARGIN;
    pen.clearRect(0, 0, side, side);
    pen.strokeStyle = token('var(--grid)');
    for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
      const x = MARGIN + tick * (side - MARGIN - REACH);
      const y = end - tick * (side - MARGIN - REACH);
      line(pen, MARGIN, y, side - REACH, y);
      pen.fillStyle = token('var(--muted)');
      pen.font = `${style.fontSize} ${style.fontFamily}`;
      pen.textAlign = 'right';
      pen.textBaseline = 'middle';
      pen.fillText(String(tick), MARGIN - 6, y);
      pen.textAlign = 'center';
      pen.fillText(String(tick), x, end + 14);
    }
    pen.strokeStyle = token('var(--text)');
    pen.setLineDash([2, 3]);
    line(pen, MARGIN, end, side - REACH, REACH);
    pen.setLineDash([]);
    pen.fillStyle = token(modelStyle(model).hue);
    pen.globalAlpha = pairs.length > 2000 ? 0.3 : 0.5;
    for (const { x, y } of spots) {
      pen.beginPath();
      pen.arc(x, y, 2.5, 0, 2 * Math.PI);
      pen.fill();
    }
    pen.globalAlpha = 1;
  }, [spots, side, model, pairs.length]);

  const nearest = (event: React.MouseEvent<HTMLCanvasElement>): number | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    let found: number | null = null;
    let least = REACH ** 2;
    for (const { user, x, y } of spots) {
      const distance = (x - px) ** 2 + (y - py) ** 2;
      if (distance < least) [found, least] = [user, distance];
    }
    return found;
  };

  return (
    <div ref={frame} className={styles.frame}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={name}
        className={styles.canvas}
        style={{ width: side, height: side, cursor: onChoose ? 'pointer' : undefined }}
        data-testid="user-scatter"
        data-points={pairs.length}
        onClick={(event) => {
          const user = nearest(event);
          if (user !== null) onChoose?.(user);
        }}
      />
      <span className={styles.xName} style={{ width: side }}>
        {xName}
      </span>
      <span className={styles.yName} style={{ height: side }}>
        {yName}
      </span>
    </div>
  );
}

function line(pen: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}

/** Small and the same at every drawing. */
function jitter(key: number): number {
  const noise = Math.sin(key * 12.9898) * 43758.5453;
  return (noise - Math.floor(noise) - 0.5) * 2 * JITTER;
}
