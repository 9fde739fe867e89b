/**
 * Paints thousands of dots into pixels by hand. Stamping 10,000 dots with `drawImage` took a headless Chromium without a
 * GPU 41 ms (from image bitmaps) to 82 ms (from canvases) where this took 8.
 */

/** A dot's coverage, row by row: 0 to 256. */
export interface Stamp {
  side: number;
  coverage: Uint16Array;
}

/** Radii come in quarters of a device pixel, so that few stamps serve all dots. */
const STEPS_PER_PIXEL = 4;

export function stampOf(radius: number): Stamp {
  const side = 2 * Math.ceil(radius + 0.5);
  const coverage = new Uint16Array(side * side);
  const middle = (side - 1) / 2;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const inside = radius + 0.5 - Math.hypot(x - middle, y - middle);
      coverage[y * side + x] = Math.round(256 * Math.max(0, Math.min(1, inside)));
    }
  }
  return { side, coverage };
}

/** #rrggbb as a pixel: red lowest, as canvases have it on every machine that browsers run on. */
export function pixelOf(colour: string): number {
  const value = Number.parseInt(colour.slice(1, 7), 16);
  return (0xff000000 | ((value & 0xff) << 16) | (value & 0xff00) | (value >>> 16)) >>> 0;
}

export class DotRaster {
  private image: ImageData | null = null;
  private pixels = new Uint32Array(0);
  private width = 0;
  private height = 0;
  private readonly stamps: (Stamp | undefined)[] = [];

  /** @param background #rrggbb */
  begin(width: number, height: number, background: string): void {
    if (this.width !== width || this.height !== height) {
      this.width = width;
      this.height = height;
      this.pixels = new Uint32Array(width * height);
      this.image = null;
    }
    this.pixels.fill(pixelOf(background));
  }

  /**
   * @param x,y,radius device pixels
   * @param colour as from `pixelOf`
   * @param opacity 0..256
   */
  dot(x: number, y: number, radius: number, colour: number, opacity: number): void {
    const step = Math.max(2, Math.round(radius * STEPS_PER_PIXEL));
    this.stamps[step] ??= stampOf(step / STEPS_PER_PIXEL);
    const { side, coverage } = this.stamps[step];
    const left = Math.round(x - side / 2);
    const top = Math.round(y - side / 2);
    const { pixels, width, height } = this;
    const fromX = Math.max(0, -left);
    const toX = Math.min(side, width - left);
    const fromY = Math.max(0, -top);
    const toY = Math.min(side, height - top);
    const red = colour & 255;
    const green = (colour >>> 8) & 255;
    const blue = (colour >>> 16) & 255;
    for (let row = fromY; row < toY; row++) {
      let at = (top + row) * width + left + fromX;
      for (let place = row * side + fromX, end = row * side + toX; place < end; place++, at++) {
        const covered = (coverage[place] * opacity) >> 8;
        if (covered === 0) continue;
        if (covered === 256) {
          pixels[at] = colour;
          continue;
        }
        const under = pixels[at];
        const rest = 256 - covered;
        const r = ((under & 255) * rest + red * covered) >> 8;
        const g = (((under >>> 8) & 255) * rest + green * covered) >> 8;
        const b = (((under >>> 16) & 255) * rest + blue * covered) >> 8;
        pixels[at] = (0xff000000 | (b << 16) | (g << 8) | r) >>> 0;
      }
    }
  }

  /** The pixel at a place, as from `pixelOf`. */
  at(x: number, y: number): number {
    return this.pixels[y * this.width + x];
  }

  /** Puts the picture on a canvas; it replaces what is there. @param left,top device pixels */
  put(pen: CanvasRenderingContext2D, left: number, top: number): void {
    this.image ??= new ImageData(new Uint8ClampedArray(this.pixels.buffer), this.width, this.height);
    pen.putImageData(this.image, left, top);
  }
}
