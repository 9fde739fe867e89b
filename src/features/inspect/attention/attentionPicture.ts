/** Attention as a PNG for print: drawn again, with title, names and scale. */
import { formatDecimal } from '@/components/format';
import { pixelsAt, pngPicture } from '@/components/pngPicture';
import { type AttentionTheme, drawAttention } from './drawAttention';
import { FONT_SIZE, mapGeometry } from './geometry';

export interface AttentionPictureRequest {
  title: string;
  subtitle: string | null;
  names: string[];
  maps: { name: string; map: Float32Array }[];
  /** maps beside each other */
  perLine: number;
  end: number;
  theme: AttentionTheme;
}

const DPI = 300;
const PADDING = 12;
const TITLE = 20;
const LEGEND = { width: 180, height: 10 };
/** CSS pixels; many films get smaller cells, so that the picture stays one that browsers make */
const CELL = 14;
const SMALL_CELL = 7;
const MANY = 60;

/** @throws Error where the browser cannot make a canvas of that size */
export function attentionPicture(request: AttentionPictureRequest): Promise<Blob> {
  const { title, subtitle, names, maps, perLine, end, theme } = request;
  const ruler = document.createElement('canvas').getContext('2d');
  if (ruler === null) return Promise.reject(new Error('no canvas'));
  ruler.font = `400 ${FONT_SIZE}px ${theme.fontFamily}`;
  const longest = Math.max(...names.map((name) => ruler.measureText(name).width));
  const wanted = names.length * (names.length > MANY || maps.length > 1 ? SMALL_CELL : CELL);
  const ratio = DPI / 96;
  // as much room as the wanted cells need
  const room = mapGeometry(names.length, longest, { width: 0, height: 0, ratio, scale: 1 });
  const geometry = mapGeometry(names.length, longest, {
    width: room.left + wanted + PADDING,
    height: wanted + (room.height - names.length * room.cell) + PADDING,
    ratio,
    scale: 1,
  });
  const lines = Math.ceil(maps.length / perLine);
  const head = PADDING + TITLE * (subtitle === null ? 1 : 2) + LEGEND.height + 2 * TITLE;
  const cell = { width: geometry.width + PADDING, height: geometry.height + TITLE + PADDING };
  const width = Math.max(PADDING + perLine * cell.width, 420);
  const height = head + lines * cell.height;
  const size = { width: pixelsAt(DPI, width), height: pixelsAt(DPI, height), dpi: DPI };
  return pngPicture(size, theme.surface, (pen) => {
    const write = (text: string, x: number, y: number, weight: number, colour: string) => {
      pen.font = `${weight} ${FONT_SIZE}px ${theme.fontFamily}`;
      pen.textAlign = 'left';
      pen.textBaseline = 'top';
      pen.fillStyle = colour;
      pen.fillText(text, x, y, width - x - PADDING);
    };
    let y = PADDING;
    write(title, PADDING, y, 600, theme.text);
    y += TITLE;
    if (subtitle !== null) {
      write(subtitle, PADDING, y, 400, theme.muted);
      y += TITLE;
    }
    theme.ramp.forEach((colour, step) => {
      pen.fillStyle = colour;
      const from = (LEGEND.width * step) / theme.ramp.length;
      pen.fillRect(PADDING + from, y, LEGEND.width / theme.ramp.length + 0.5, LEGEND.height);
    });
    write('0', PADDING, y + LEGEND.height + 4, 400, theme.muted);
    const last = `${end < 1 ? '≥ ' : ''}${formatDecimal(end, end >= 0.095 ? 2 : 3)}`;
    write(last, PADDING + LEGEND.width - pen.measureText(last).width, y + LEGEND.height + 4, 400, theme.muted);
    maps.forEach(({ name, map }, index) => {
      pen.save();
      pen.translate(PADDING + (index % perLine) * cell.width, head + Math.floor(index / perLine) * cell.height);
      write(name, 0, 0, 600, theme.text);
      pen.translate(0, TITLE);
      drawAttention(pen, { map, length: names.length, names, end, chosen: null, hovered: null }, geometry, theme, 1);
      pen.restore();
    });
  });
}
