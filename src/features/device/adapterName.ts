/**
 * A short name for a person out of what the browser calls the adapter. WebGL renderers come as
 * `ANGLE (vendor, renderer with its API, driver)`; the whole text belongs into a tooltip.
 */
export function adapterName(adapter: string): string {
  const inAngle = /^ANGLE \([^,]+, (.+), [^,]+\)$/.exec(adapter)?.[1];
  if (!inAngle) return adapter;
  return inAngle
    .replace(/^ANGLE Metal Renderer: /, '')
    .replace(/^Vulkan [\d.]+ \((.*)\)$/, '$1')
    .replace(/ \(0x[0-9A-Fa-f]+\)/g, '')
    .replace(/ (Direct3D|OpenGL).*$/, '')
    .trim();
}
