/** Sizes a canvas for the screen's pixels and paints it. */
export function paintCanvas(
  canvas: HTMLCanvasElement,
  { width, height }: { width: number; height: number },
  background: string,
  paint: (pen: CanvasRenderingContext2D) => void,
): void {
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${canvas.width / ratio}px`;
  canvas.style.height = `${canvas.height / ratio}px`;
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = background;
  pen.fillRect(0, 0, width, height);
  paint(pen);
}
