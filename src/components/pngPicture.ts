/** A picture for print: painted anew at its resolution, and saved with how large it is meant to be. */
import { withDpi } from './pngDpi';

/** A CSS pixel is a 96th of an inch: text comes out as large as on the screen. */
const CSS_DPI = 96;

export interface PictureSize {
  /** pixels */
  width: number;
  height: number;
  dpi: number;
}

/**
 * @param background CSS colour
 * @param paint draws in CSS pixels; `ratio` is how many pixels one of them has
 * @throws Error where the browser cannot make a canvas of that size
 */
export async function pngPicture(
  { width, height, dpi }: PictureSize,
  background: string,
  paint: (pen: CanvasRenderingContext2D, ratio: number) => void,
): Promise<Blob> {
  const ratio = dpi / CSS_DPI;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error(`no canvas of ${width} x ${height} pixels`);
  pen.fillStyle = background;
  pen.fillRect(0, 0, width, height);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  paint(pen, ratio);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('the browser made no PNG');
  return new Blob([withDpi(new Uint8Array(await blob.arrayBuffer()), dpi)], { type: 'image/png' });
}

/** Pixels of a length in CSS pixels. */
export function pixelsAt(dpi: number, cssPixels: number): number {
  return Math.round((cssPixels * dpi) / CSS_DPI);
}
