/** Names of adapters, and whether they are hardware. */

/** Renderers that draw on the CPU, as they name themselves. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

export function looksLikeSoftware(name: string): boolean {
  return SOFTWARE.test(name);
}

/** Vendor, architecture and description as far as the browser tells; browsers blank what could identify a person. */
export function describeAdapter(info: GPUAdapterInfo | undefined): string {
  const parts = [info?.vendor, info?.architecture, info?.device, info?.description].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : 'unnamed adapter';
}
