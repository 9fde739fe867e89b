/** A map as a PNG for print: drawn again at that size, with title and legend. */
import { pngPicture } from '@/components/pngPicture';
import type { Colouring } from '../colourings';
import { DotRaster } from '../DotRaster';
import { drawMap, radiiOf, type Theme } from '../drawMap';
import { boundsOf, type View } from '../mapView';
import type { DrawnMap } from '../useMap';
import type { RowFacts } from '../usePoints';

export interface PictureRequest {
  /** pixels */
  width: number;
  height: number;
  dpi: number;
  title: string;
  maps: { label: string; map: DrawnMap; colouring: Colouring; colours: readonly string[] }[];
  facts: RowFacts;
  /** names of the classes */
  legend: readonly string[];
  theme: Theme;
  view: View;
  chosen: number | null;
  selected: readonly number[] | null;
  showNames: boolean;
}

const PADDING = 12;
const TITLE = 20;
const LEGEND_ROW = 16;

/** @throws Error where the browser cannot make a canvas of that size */
export function mapPicture(request: PictureRequest): Promise<Blob> {
  return pngPicture(request, request.theme.surface, (pen, ratio) => paint(pen, ratio, request));
}

function paint(pen: CanvasRenderingContext2D, ratio: number, request: PictureRequest): void {
  const { width, height, title, maps, facts, theme, view } = request;
  const inner = width / ratio - 2 * PADDING;
  pen.textBaseline = 'middle';
  pen.fillStyle = theme.text;
  pen.font = `600 13px ${theme.fontFamily}`;
  pen.fillText(title, PADDING, PADDING + TITLE / 2, inner);
  const top = drawLegend(pen, request, PADDING + TITLE + 4, inner) + 4;

  const raster = new DotRaster();
  const gap = 8;
  const area = {
    width: (inner - gap * (maps.length - 1)) / maps.length,
    height: height / ratio - top - PADDING - (maps.length > 1 ? LEGEND_ROW : 0),
  };
  const bounds = boundsOf(...maps.map(({ map }) => map.positions));
  maps.forEach(({ label, map, colouring, colours }, index) => {
    const { rows } = map.shown;
    const counts = Float64Array.from(rows, (row) => facts.counts?.[row] ?? 0);
    const left = PADDING + index * (area.width + gap);
    if (maps.length > 1) {
      pen.font = `600 12px ${theme.fontFamily}`;
      pen.textAlign = 'left';
      pen.textBaseline = 'middle';
      pen.fillStyle = theme.text;
      pen.fillText(label, left, top + LEGEND_ROW / 2, area.width);
    }
    const chosen = request.chosen === null ? -1 : rows.indexOf(request.chosen);
    drawMap(
      pen,
      {
        positions: map.positions,
        bounds,
        classOf: colouring.classOf,
        colours,
        radii: radiiOf(counts),
        byPopularity: Int32Array.from(rows.keys()).sort((a, b) => counts[b] - counts[a] || a - b),
        nameOf: (point) => facts.nameOf(rows[point]),
        selected: request.selected && new Set(request.selected.map((row) => rows.indexOf(row))),
        chosen,
        neighbours: [],
        hovered: -1,
        focused: -1,
        showNames: request.showNames,
      },
      area,
      view,
      theme,
      { raster, ratio, left, top: top + (maps.length > 1 ? LEGEND_ROW : 0) },
    );
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  });
}

/** @returns where it ends */
function drawLegend(pen: CanvasRenderingContext2D, request: PictureRequest, top: number, inner: number): number {
  const { legend, maps, theme } = request;
  const [{ colours, colouring }] = maps;
  // Maps may count differently in the same classes: what is said once is said of all.
  const isShared = maps.every((each) => each.colouring === colouring);
  pen.font = `400 11px ${theme.fontFamily}`;
  pen.textAlign = 'left';
  let [x, y] = [PADDING, top];
  legend.forEach((name, index) => {
    const text = isShared ? `${name}  ${colouring.classes[index].count}` : name;
    const width = pen.measureText(text).width + 12 + 14;
    if (x + width > PADDING + inner && x > PADDING) [x, y] = [PADDING, y + LEGEND_ROW];
    pen.fillStyle = colours[index];
    pen.beginPath();
    pen.arc(x + 4, y + LEGEND_ROW / 2, 4, 0, 2 * Math.PI);
    pen.fill();
    pen.fillStyle = theme.text;
    pen.fillText(text, x + 12, y + LEGEND_ROW / 2);
    x += width;
  });
  return legend.length === 0 ? top : y + LEGEND_ROW;
}
